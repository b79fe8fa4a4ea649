"""The pages of lists, the latest first; built beside the writers, for the table may be large."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("records", "0019_marks")]
    operations = [
        AddIndexConcurrently(
            "record",
            models.Index(
                F("kind"),
                F("public_from").desc(),
                F("public_id").desc(),
                condition=Q(kind__in=["debtor", "listed", "praised"], state="released"),
                name="record_of_lists",
            ),
        ),
    ]
