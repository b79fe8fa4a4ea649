"""Criteria of the scorecard and recurring duties, as rows. Later changes are rows with dates, made by people."""

import tomllib
from pathlib import Path

from django.db import migrations

PACKS = Path(__file__).parents[1] / "packs"


def seed(apps, schema_editor):
    for name, key, model in (
        ("scorecard", "criterion", "ScoreCriterion"),
        ("recurring", "duty", "RecurringDuty"),
    ):
        rows = tomllib.loads((PACKS / f"{name}.toml").read_text(encoding="utf-8"))[key]
        table = apps.get_model("supervision", model)
        table.objects.bulk_create(table(**values) for values in rows)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_reconciliation_orders_scorecards_tasks_security")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
