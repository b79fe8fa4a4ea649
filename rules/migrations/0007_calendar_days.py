"""Clocks that count calendar days: the three days within which a revoked decision leaves."""

import tomllib
from pathlib import Path

from django.db import migrations, models

PACK = Path(__file__).parents[1] / "packs" / "national.toml"


def seed(apps, schema_editor):
    rule = apps.get_model("rules", "ClockRule")
    for values in tomllib.loads(PACK.read_text(encoding="utf-8"))["calendar_clock_rule"]:
        # Databases of the days before have it in working days.
        rule.objects.filter(case_kind=values["case_kind"], step=values["step"]).update(working_days=None)
        rule.objects.update_or_create(case_kind=values["case_kind"], step=values["step"], since=None, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("rules", "0006_clock_rules")]
    operations = [
        migrations.AddField(
            model_name="clockrule",
            name="calendar_days",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Holidays count, too.", null=True, verbose_name="自然日"
            ),
        ),
        migrations.RemoveConstraint(model_name="clockrule", name="clock_rule_one_length"),
        migrations.AddConstraint(
            model_name="clockrule",
            constraint=models.CheckConstraint(
                condition=models.Q(working_days__isnull=True, calendar_days__isnull=True)
                | models.Q(working_days__isnull=True, day_of_month__isnull=True)
                | models.Q(calendar_days__isnull=True, day_of_month__isnull=True),
                name="clock_rule_one_length",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
