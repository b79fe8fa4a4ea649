"""The law in force and the calendar known today, as rows. Later changes are rows with dates, made by people."""

import tomllib
from datetime import date
from pathlib import Path

from django.db import migrations

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
PACK = Path(__file__).parents[1] / "packs" / "national.toml"


def seed_rules(apps, schema_editor):
    duty, rule_set, penalty_class, period = (
        apps.get_model("rules", name) for name in ("Duty", "RuleSet", "PenaltyClass", "PublicationPeriod")
    )
    pack = tomllib.loads(PACK.read_text(encoding="utf-8"))
    for values in pack["duty"]:
        duty.objects.create(**values)
    for values in pack["rule_set"]:
        classes, periods = values.pop("classes"), values.pop("periods")
        made = rule_set.objects.create(**values)
        penalty_class.objects.bulk_create(penalty_class(rule_set=made, **row) for row in classes)
        period.objects.bulk_create(period(rule_set=made, **row) for row in periods)


def seed_calendar(apps, schema_editor):
    import chinese_calendar

    year_model, day_model = apps.get_model("rules", "CalendarYear"), apps.get_model("rules", "CalendarDay")
    off = {day: NAMES[name] for day, name in chinese_calendar.holidays.items() if day.weekday() < 5}
    on = {day: NAMES[name] for day, name in chinese_calendar.workdays.items() if day.weekday() >= 5}
    years = sorted({day.year for day in chinese_calendar.holidays})
    year_model.objects.bulk_create(
        year_model(year=year, source="国务院办公厅节假日安排", imported_on=date(year, 1, 1)) for year in years
    )
    day_model.objects.bulk_create(
        [
            *(day_model(day=day, working=False, name=name) for day, name in sorted(off.items())),
            *(day_model(day=day, working=True, name=name) for day, name in sorted(on.items())),
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_initial")]
    operations = [
        migrations.RunPython(seed_rules, migrations.RunPython.noop),
        migrations.RunPython(seed_calendar, migrations.RunPython.noop),
    ]
