"""Columns of every public kind, the latest first; takes the place of the index of the public lists."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("records", "0022_repaired_records")]

    operations = [
        AddIndexConcurrently(
            "record",
            models.Index(
                "kind",
                F("public_from").desc(),
                F("public_id").desc(),
                condition=Q(state="released"),
                name="record_of_columns",
            ),
        ),
        RemoveIndexConcurrently("record", "record_of_public_lists"),
    ]
