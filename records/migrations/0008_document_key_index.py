"""Staff look records up by document number; built beside the writers, for the table may be large."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("records", "0007_proposal_untyped")]
    operations = [
        AddIndexConcurrently("record", models.Index(fields=["document_key"], name="record_document_key")),
    ]
