"""Counting ends where a part of the subjects, drawn by lot, already holds more than there can be among a thousand."""

from django.db import migrations

# As 0003 has them.
SETTINGS = """
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off
    SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0
"""
COUNT = f"""
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
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0010_initials_of_names_on_file")]
    operations = [migrations.RunSQL(COUNT, reverse_sql=migrations.RunSQL.noop)]
