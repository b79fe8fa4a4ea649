import json
from datetime import date
from pathlib import Path

from django.db import transaction

from credit_platform.commands import AnsweringCommand, Refused
from ledger.acts import command_line
from records.deadlines import reckon_again
from rules.calendar import CalendarRefused, import_year
from rules.clocks import reckon_clocks


class Command(AnsweringCommand):
    help = 'Import a year of holidays: {"year": 2027, "papers": […], "days": [{"name", "date", "isOffDay"}]}; recompute deadlines.'
    dated = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def answer(self, *, file, on, **options):
        try:
            said = json.loads(file.read_text(encoding="utf-8-sig"))
            days = {date.fromisoformat(day["date"]): (not day["isOffDay"], day["name"]) for day in said["days"]}
            year, source = int(said["year"]), "；".join(said.get("papers", [])) or "国务院办公厅节假日安排"
        except (OSError, ValueError, KeyError, TypeError) as reason:
            raise Refused(f"无法读取 {file}：应为含 year 和 days（name、date、isOffDay）的 JSON 文件。") from reason
        actor = command_line()
        try:
            with transaction.atomic():
                import_year(year, days, source=source[:200], actor=actor, on=on)
                changed = reckon_again(actor=actor, on=on, year=year)
                reckon_clocks(actor=actor, on=on, year=year)
        except CalendarRefused as reason:
            raise Refused(str(reason)) from reason
        return {"year": year, "days": len(days), "recomputed": changed}
