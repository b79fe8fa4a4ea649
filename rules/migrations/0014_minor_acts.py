"""The clocks of minor acts (reminder, urging, interview), for databases seeded before the pack had them."""

import tomllib
from pathlib import Path

from django.db import migrations

PACK = Path(__file__).parents[1] / "packs" / "national.toml"


def seed(apps, schema_editor):
    rule = apps.get_model("rules", "ClockRule")
    for values in tomllib.loads(PACK.read_text(encoding="utf-8"))["clock_rule"]:
        if values["case_kind"] == "minor":
            rule.objects.get_or_create(case_kind="minor", step=values["step"], since=None, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("rules", "0013_promises")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
