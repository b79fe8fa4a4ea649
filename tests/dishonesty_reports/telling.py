"""A way through reports of dishonesty for tests: every step by the person whose it is. Names and facts are invented."""

from datetime import date

from blacklists.notifying import Paper
from dishonesty_reports import filing, handling, reading
from dishonesty_reports.filing import Reporter
from dishonesty_reports.models import Reading, Report
from tests.blacklists.walking import again
from tests.factories import DAY
from tests.records.making import Staff
from tests.representation.making import by_staff

SCAN = Paper("车间.jpg", b"\xff\xd8\xff photograph")
TEXT = "把过期的肉馅换标签再卖。"
WHO = Reporter(name="柏青岚", phone="138 0417 2231")


def told(people: Staff, on: date = DAY, **fields) -> Report:
    """By a stranger, anonymous unless said otherwise."""
    return told_with_code(people, on, **fields)[0]


def told_with_code(people: Staff, on: date = DAY, **fields) -> tuple[Report, str]:
    values = {
        "office": people.office.department, "accused": "虚构食品加工厂", "statement": TEXT, "papers": [SCAN],
        "address": "192.0.2.7", "on": on,
    }  # fmt: skip
    return filing.file_report(**(values | fields))


def forwarded(people: Staff, on: date = DAY, text: str = TEXT, **fields) -> Report:
    report = told(people, on, **fields)
    papers = [one.public_id for one in report.papers.all()]
    handling.forward(report, to=people.body, text=text, papers=papers, **by_staff(people.office, on))
    return again(report)


def answered(people: Staff, on: date = DAY, outcome: str = "founded", **fields) -> Report:
    report = forwarded(people, on, **fields)
    handling.answer(report, outcome=outcome, wording="现场检查属实。", **by_staff(people.clerk, on))
    return again(report)


def closed(people: Staff, on: date = DAY, **fields) -> Report:
    report = answered(people, on, **fields)
    handling.close(report, told="经查属实，已依法处理。", **by_staff(people.approver, on))
    return again(report)


def asked(people: Staff, report: Report, on: date = DAY) -> Reading:
    """The office's officer is named and asks."""
    reading.name_handler(report, people.office, **by_staff(people.approver, on))
    return reading.ask(report, reason="须向举报人核实地点", **by_staff(people.office, on))
