from pathlib import Path

from credit_platform.commands import AnsweringCommand, Refused
from ledger.acts import command_line
from records.calendars import take_year
from rules.announcements import Unreadable, read_announcement
from rules.calendar import CalendarRefused


class Command(AnsweringCommand):
    help = (
        'Import a year of holidays: {"year": 2027, "papers": […], "days": [{"name", "date", "isOffDay"}]}, a table of'
        " day,name,放假|上班, or the text of the notice; recompute deadlines."
    )
    dated = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def answer(self, *, file, on, **options):
        try:
            found = read_announcement(file.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as reason:
            why = str(reason) if isinstance(reason, Unreadable) else "应为 UTF-8 的 JSON、CSV 或通知正文。"
            raise Refused(f"无法读取 {file}：{why}") from reason
        try:
            taken = take_year(found.year, found.days, source=found.source, actor=command_line(), on=on)
        except CalendarRefused as reason:
            raise Refused(str(reason)) from reason
        said = {
            "year": found.year,
            "days": len(found.days),
            "recomputed": taken.records,
            "clocks": taken.clocks,
            "answers": taken.answers,
        }
        return said | ({"problems": found.problems} if found.problems else {})
