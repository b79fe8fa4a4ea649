"""Duties of the kinds beside licences and penalties, for databases that were seeded before the pack had them."""

import tomllib
from pathlib import Path

from django.db import migrations

PACK = Path(__file__).parents[1] / "packs" / "national.toml"


def seed(apps, schema_editor):
    duty = apps.get_model("rules", "Duty")
    for values in tomllib.loads(PACK.read_text(encoding="utf-8"))["duty"]:
        duty.objects.get_or_create(key=values["key"], since=values.get("since"), defaults=values)


class Migration(migrations.Migration):
    dependencies = [("rules", "0003_return_duties")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
