from datetime import date

from credit_platform.commands import AnsweringCommand, Refused
from rules.calendar import working_calendar


class Command(AnsweringCommand):
    help = "The N-th working day after DATE, for one or more pairs DATE N."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("pairs", nargs="+", metavar="DATE N")

    def answer(self, *, pairs, **options):
        if len(pairs) % 2:
            raise Refused("请成对给出日期和工作日数，如：workday 2026-09-30 7。")
        calendar = working_calendar()
        asked = [(_day(day), _count(count)) for day, count in zip(pairs[::2], pairs[1::2], strict=True)]
        try:
            found = [calendar.add(day, count) for day, count in asked]
        except OverflowError as reason:
            raise Refused("算出的日期超出了公元1年至9999年，请核对日期和工作日数。") from reason
        return [{"date": day.date.isoformat(), "provisional": day.provisional} for day in found]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as reason:
        raise Refused(f"“{text}”不是日期，请按 2026-04-01 的样式填写。") from reason


def _count(text: str) -> int:
    try:
        count = int(text)
    except ValueError as reason:
        raise Refused(f"“{text}”不是整数，请填工作日数。") from reason
    if abs(count) > 5_000:
        raise Refused("工作日数不能超过5000。")
    return count
