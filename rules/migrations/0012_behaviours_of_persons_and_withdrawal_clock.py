"""Whom a behaviour of the list can be of; the days of statement before a red-list title is withdrawn, for databases seeded before
the pack had them.
"""

import tomllib
from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

PACK = Path(__file__).parents[1] / "packs" / "national.toml"


def seed(apps, schema_editor):
    pack = tomllib.loads(PACK.read_text(encoding="utf-8"))
    rule = apps.get_model("rules", "ClockRule")
    for values in pack["clock_rule"]:
        if values["case_kind"] == "red_withdrawal":
            rule.objects.get_or_create(case_kind="red_withdrawal", step=values["step"], since=None, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("rules", "0011_candidates_and_lists_from_elsewhere")]
    operations = [
        migrations.AddField(
            model_name="behaviouritem",
            name="targets",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                blank=True,
                default=list,
                help_text="Empty: everybody.",
                size=None,
                verbose_name="对象",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
