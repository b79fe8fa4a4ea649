"""How long the steps of cases may take, as rows out of the national pack. Later changes are rows with dates, made by people."""

import tomllib
from pathlib import Path

from django.db import migrations

PACK = Path(__file__).parents[1] / "packs" / "national.toml"


def seed(apps, schema_editor):
    rule = apps.get_model("rules", "ClockRule")
    pack = tomllib.loads(PACK.read_text(encoding="utf-8"))
    rule.objects.bulk_create(rule(**values) for values in pack["clock_rule"])


class Migration(migrations.Migration):
    dependencies = [("rules", "0005_case_clocks")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
