"""Days by which a month is reported on, as rows."""

import tomllib
from pathlib import Path

from django.db import migrations

PACK = Path(__file__).parents[1] / "packs" / "returns.toml"


def seed(apps, schema_editor):
    duty = apps.get_model("rules", "Duty")
    for values in tomllib.loads(PACK.read_text(encoding="utf-8"))["duty"]:
        duty.objects.create(**values)


class Migration(migrations.Migration):
    dependencies = [("rules", "0002_national")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
