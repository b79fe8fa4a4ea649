"""Counting ends where a part of the subjects, drawn by lot, already holds more than there can be among a thousand; all the slips of the
pen that a name may hold are looked for in one question.
"""

from django.db import migrations

# As 0003 has them.
SETTINGS = """
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off
    SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0
"""
LOT = "(s.subject_id % 64 > 0)::integer + (s.subject_id % 64 > 7)::integer"
RANK = f"s.nlen, {LOT}, s.subject_id, s.n"

FUNCTIONS = f"""
DROP FUNCTION search_count(integer[], text[], integer);

-- How many, up to `want` names: in whatever order is quickest. `enough`, for each tier: so many names, all from there back to the first,
-- and nothing more is looked at; `plenty` then.
CREATE FUNCTION search_count(
    tiers integer[], enough integer[], patterns text[], want integer, OUT names bigint, OUT subjects bigint, OUT plenty boolean
) LANGUAGE plpgsql STABLE {SETTINGS} AS $$
DECLARE
    tier integer[];
    part bigint[];
    met bigint[] := '{{}}';
    place integer := 0;
    most integer;
BEGIN
    plenty := false;
    FOREACH tier SLICE 1 IN ARRAY tiers LOOP
        place := place + 1;
        most := least(want, enough[place]);
        part := ARRAY(
            SELECT s.subject_id FROM subjects_searchname s
            WHERE s.tok @> tier AND s.name_n COLLATE "C" LIKE ALL (patterns) LIMIT most - cardinality(met));
        met := met || part;
        IF cardinality(met) >= most THEN
            plenty := most < want;
            EXIT;
        END IF;
    END LOOP;
    SELECT count(*), count(DISTINCT m) INTO names, subjects FROM unnest(met) m;
END $$;

-- For each probe, of the names that it finds those that are like any of its patterns, `want` at most, shorter ones first. `ends`: where the
-- patterns of each probe end.
CREATE FUNCTION search_near(
    probes integer[], patterns text[], ends integer[], want integer, OUT subject bigint, OUT name text
) RETURNS SETOF record LANGUAGE plpgsql STABLE {SETTINGS} AS $$
DECLARE
    probe integer[];
    asked text[];
    place integer := 0;
    since integer := 1;
BEGIN
    FOREACH probe SLICE 1 IN ARRAY probes LOOP
        place := place + 1;
        asked := patterns[since:ends[place]];
        since := ends[place] + 1;
        RETURN QUERY
            SELECT s.subject_id, s.name_n::text FROM subjects_searchname s
            WHERE s.tok @> probe AND s.name_n COLLATE "C" LIKE ANY (asked)
            ORDER BY {RANK} LIMIT want;
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0010_initials_of_names_on_file")]
    operations = [migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop)]
