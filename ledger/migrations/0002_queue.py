"""Every event enters the sequencer's queue in the statement that inserts it; see models.Unsequenced."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION ledger_enqueue() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO ledger_unsequenced (event_id) SELECT id FROM born;
                RETURN NULL;
            END $$;
            CREATE TRIGGER ledger_event_enqueue AFTER INSERT ON ledger_event
                REFERENCING NEW TABLE AS born FOR EACH STATEMENT EXECUTE FUNCTION ledger_enqueue();
            """,
            reverse_sql=migrations.RunSQL.noop,
        )
    ]
