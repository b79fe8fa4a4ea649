"""Clocks of written promises, and the kinds of record that commitments are, for databases seeded before the pack had them."""

import tomllib
from pathlib import Path

from django.db import migrations

PACK = Path(__file__).parents[1] / "packs" / "national.toml"


def seed(apps, schema_editor):
    pack = tomllib.loads(PACK.read_text(encoding="utf-8"))
    rule, duty = apps.get_model("rules", "ClockRule"), apps.get_model("rules", "Duty")
    for values in pack["clock_rule"]:
        if values["case_kind"] in ("late_papers", "commitment"):
            rule.objects.get_or_create(case_kind=values["case_kind"], step=values["step"], since=None, defaults=values)
    for values in pack["duty"]:
        if values["key"] == "other_decisions":
            duty.objects.filter(key="other_decisions", since=None).update(kinds=values["kinds"])


class Migration(migrations.Migration):
    dependencies = [("rules", "0012_behaviours_of_persons_and_withdrawal_clock")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
