"""Columns of what was published late: few among millions, whom nobody would find by walking."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("records", "0024_masking_marks")]

    operations = [
        AddIndexConcurrently(
            "record",
            models.Index(
                "kind",
                F("public_from").desc(),
                F("public_id").desc(),
                condition=Q(state="released", public_from__gt=F("due")),
                name="record_late",
            ),
        ),
    ]
