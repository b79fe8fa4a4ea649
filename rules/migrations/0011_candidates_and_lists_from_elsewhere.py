"""The answer to a candidate from outside, and the kinds of lists decided elsewhere, for databases seeded before the pack had them."""

import tomllib
from pathlib import Path

from django.db import migrations

PACK = Path(__file__).parents[1] / "packs" / "national.toml"


def seed(apps, schema_editor):
    pack = tomllib.loads(PACK.read_text(encoding="utf-8"))
    rule, duty = apps.get_model("rules", "ClockRule"), apps.get_model("rules", "Duty")
    for values in pack["clock_rule"]:
        if values["case_kind"] == "candidate":
            rule.objects.get_or_create(case_kind="candidate", step=values["step"], since=None, defaults=values)
    for values in pack["duty"]:
        if values["key"] == "other_decisions":
            duty.objects.filter(key="other_decisions", since=None).update(kinds=values["kinds"])


class Migration(migrations.Migration):
    dependencies = [("rules", "0010_lists_without_a_day")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
