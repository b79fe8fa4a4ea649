"""The searching itself, as functions: they bring their own planner settings and leave none behind.

Only bitmap scans are left to the planner, and one plan for all tiers. With other ways open it chose a b-tree for some
tiers of some queries (up to 20 s, measured); with a plan for each call a walk of 80 tiers spends its time on planning.

The order of hits is everywhere the same: exact, beginning with the query, shorter, lot (tokens.cut), subject, number.
"""

from django.conf import settings
from django.db import migrations

SETTINGS = """
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off
    SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0
"""
LOT = "(s.subject_id % 64 > 0)::integer + (s.subject_id % 64 > 7)::integer"
RANK = f"s.nlen, {LOT}, s.subject_id, s.n"

FUNCTIONS = f"""
-- A query with a rare gram: few rows hold it, so all of them are ranked at once.
CREATE FUNCTION search_rare(
    probe integer[], patterns text[], beginning text, exact text, want integer,
    OUT subject bigint, OUT name text
) RETURNS SETOF record LANGUAGE plpgsql STABLE {SETTINGS} AS $$
BEGIN
    RETURN QUERY
        SELECT s.subject_id, s.name_n::text FROM subjects_searchname s
        WHERE s.tok @> probe AND s.name_n COLLATE "C" LIKE ALL (patterns)
        ORDER BY s.name_n = exact COLLATE "C" DESC, left(s.name_n, length(beginning)) = beginning COLLATE "C" DESC, {RANK}
        LIMIT want;
END $$;

-- A query of common grams only: exact, then the tiers of names that begin so, then all tiers; ends with the last row wanted.
CREATE FUNCTION search_common(
    opening_tiers integer[], tiers integer[], patterns text[], beginning text, exact text, want integer,
    OUT subject bigint, OUT name text
) RETURNS SETOF record LANGUAGE plpgsql STABLE {SETTINGS} AS $$
DECLARE
    tier integer[];
    got integer;
BEGIN
    RETURN QUERY
        SELECT s.subject_id, s.name_n::text FROM subjects_searchname s
        WHERE s.name_n = exact COLLATE "C" ORDER BY {RANK} LIMIT want;
    GET DIAGNOSTICS got = ROW_COUNT;
    want := want - got;
    FOREACH tier SLICE 1 IN ARRAY opening_tiers LOOP
        EXIT WHEN want <= 0;
        RETURN QUERY
            SELECT s.subject_id, s.name_n::text FROM subjects_searchname s
            WHERE s.tok @> tier AND left(s.name_n, length(beginning)) = beginning COLLATE "C"
              AND s.name_n <> exact COLLATE "C" AND s.name_n COLLATE "C" LIKE ALL (patterns)
            ORDER BY {RANK} LIMIT want;
        GET DIAGNOSTICS got = ROW_COUNT;
        want := want - got;
    END LOOP;
    FOREACH tier SLICE 1 IN ARRAY tiers LOOP
        EXIT WHEN want <= 0;
        RETURN QUERY
            SELECT s.subject_id, s.name_n::text FROM subjects_searchname s
            WHERE s.tok @> tier AND left(s.name_n, length(beginning)) <> beginning COLLATE "C"
              AND s.name_n COLLATE "C" LIKE ALL (patterns)
            ORDER BY {RANK} LIMIT want;
        GET DIAGNOSTICS got = ROW_COUNT;
        want := want - got;
    END LOOP;
END $$;

-- How many, up to `want` names: in whatever order is quickest.
CREATE FUNCTION search_count(
    tiers integer[], patterns text[], want integer, OUT names bigint, OUT subjects bigint
) LANGUAGE plpgsql STABLE {SETTINGS} AS $$
DECLARE
    tier integer[];
    part bigint[];
    met bigint[] := '{{}}';
BEGIN
    FOREACH tier SLICE 1 IN ARRAY tiers LOOP
        EXIT WHEN cardinality(met) >= want;
        part := ARRAY(
            SELECT s.subject_id FROM subjects_searchname s
            WHERE s.tok @> tier AND s.name_n COLLATE "C" LIKE ALL (patterns) LIMIT want - cardinality(met));
        met := met || part;
    END LOOP;
    SELECT count(*), count(DISTINCT m) INTO names, subjects FROM unnest(met) m;
END $$;

-- Only an index's owner may empty its pending list; the app may have it done for this one.
CREATE FUNCTION search_clean_pending() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT gin_clean_pending_list('public.search_name_tok'::regclass) $$;
REVOKE ALL ON FUNCTION search_clean_pending() FROM PUBLIC;

-- Codes and their beginnings, in the order of their characters whatever the database's collation; public subjects only.
CREATE INDEX subject_public_code ON subjects_subject ((code COLLATE "C"), id)
    WHERE merged_into_id IS NULL AND public_since IS NOT NULL AND NOT (kind = 'person');
"""


def let_the_app_clean(apps, schema_editor):
    app = schema_editor.quote_name(settings.DATABASES[schema_editor.connection.alias]["USER"])
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION search_clean_pending() TO {app}")


class Migration(migrations.Migration):
    dependencies = [("subjects", "0002_search_tables")]
    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(let_the_app_clean, reverse_code=migrations.RunPython.noop),
    ]
