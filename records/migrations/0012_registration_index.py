"""Delivering looks for new registrations; built beside the writers, for the table may be large."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("records", "0011_catalogues_and_deliveries")]
    operations = [
        AddIndexConcurrently(
            "record",
            models.Index(fields=["arrived_on"], condition=Q(kind="registration"), name="record_registration"),
        ),
    ]
