"""What rates are counted by, so that a month of a million decisions is read from the index alone. It lies on records, for
which it means nothing: the statement is ours. Built beside the writers.
"""

from django.db import migrations

CREATE = """
    CREATE INDEX CONCURRENTLY IF NOT EXISTS supervision_counting ON records_record (decided_on)
    INCLUDE (kind, body_code, department_id, due, arrived_on) WHERE NOT stock AND state <> 'taken_back'
"""
REJECTED = """
    CREATE INDEX CONCURRENTLY IF NOT EXISTS supervision_rejected ON records_rejectedrow (decided_on)
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("supervision", "0001_returns"), ("records", "0008_document_key_index")]
    operations = [
        migrations.RunSQL(CREATE, "DROP INDEX IF EXISTS supervision_counting"),
        migrations.RunSQL(REJECTED, "DROP INDEX IF EXISTS supervision_rejected"),
    ]
