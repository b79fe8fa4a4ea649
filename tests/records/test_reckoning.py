"""Dates, class and publication period of a row, by the rules of its decision date. Source: C1, C4, C7."""

from datetime import date, timedelta

import pytest

from records.deadlines import reckon_again
from rules.calendar import CalendarRefused, import_year, working_calendar
from rules.duties import DutyBook
from rules.models import Duty, RuleSet
from tests.records.making import FRIDAY, acting, licence, only_record, penalty, release, send, staff

pytestmark = pytest.mark.django_db
NEW_YEAR = {date(2027, 1, 1) + timedelta(days=n): (False, "元旦") for n in range(10)}  # invented


@pytest.fixture
def people():
    return staff()


@pytest.mark.parametrize(
    ("field", "decided", "kinds", "fine", "expected"),
    [  # (rule set, class, last day or months from publication)
        ("", "2026/04/01", "罚款", "2", ("order36", "general", "2027-03-31")),
        ("", "2026/04/01", "罚款", "0.3", ("order36", "minor", None)),
        ("", "2026/04/01", "罚款", "0.300001", ("order36", "general", "2027-03-31")),
        ("", "2026/04/01", "警告", "", ("order36", "minor", None)),
        ("", "2026/04/01", "警告；罚款", "2", ("order36", "general", "2027-03-31")),
        ("", "2026/04/01", "罚款；吊销许可证件", "0.1", ("order36", "serious", "2029-03-31")),
        ("", "2026/04/01", "没收违法所得、没收非法财物", "", ("order36", "general", "2027-03-31")),
        ("", "2026/04/01", "责令停产停业", "", ("order36", "", None)),
        ("", "2026/04/01", "责令停产停业；限制从业", "", ("order36", "serious", "2029-03-31")),
        ("", "2026/04/01", "其他-责令改正；罚款", "2", ("order36", "", None)),
        ("market", "2026/04/01", "通报批评", "", ("order36", "minor", None)),
        ("", "2026/03/31", "罚款", "0.1", ("order58", "general", "2029-03-30")),
        ("", "2026/03/31", "通报批评", "", ("order58", "minor", None)),
        ("food", "2026/03/31", "吊销许可证件", "", ("order58", "general", "2029-03-30")),
        ("market", "2026/03/31", "没收违法所得", "", ("samr45", "serious", 36)),
        ("market", "2026/03/31", "通报批评", "", ("samr45", "general", 3)),
        ("market", "2026/03/31", "罚款", "2", ("samr45", "", None)),
        ("market", "2021/08/31", "罚款", "2", ("order58", "general", None)),
    ],
)
def test_three_rule_sets_by_decision_date_and_field(field, decided, kinds, fine, expected):
    people = staff(field=field)
    cells = {"JDRQ": decided, "CFLB": kinds, "NR_FK": fine, "NR_WFFF": "1", "NR_ZKDX": "证1"}
    record = only_record(people, penalty(people.body, **cells))
    rules, seriousness, end = expected
    assert (record.rule_set, record.seriousness, record.derived) == (rules, seriousness, seriousness)
    if isinstance(end, int):
        assert (record.publication_months, record.public_until) == (end, None)
    elif end:
        assert (record.publication_months, record.public_until) == (None, date.fromisoformat(end))
    assert record.grave == (seriousness == "")
    assert record.publishable == (seriousness != "minor" and record.internal_reason == "")
    assert (record.internal_reason == "minor") == (seriousness == "minor")


@pytest.mark.parametrize(
    ("sent", "end", "warned"),
    [("", "2027-11-17", False), ("2027/11/17", "2027-11-17", False), ("2099/12/31", "2027-11-17", False),
     ("2027/02/17", "2027-02-17", True), ("2029/11/17", "2027-11-17", True)],
)  # fmt: skip
def test_the_end_that_the_department_sends(people, sent, end, warned):
    record = only_record(people, penalty(people.body, GSJZQ=sent))
    assert record.public_until.isoformat() == end
    assert [warning["code"] for warning in record.version.warnings] == ["other_end"] * warned
    assert not record.grave


def test_a_period_that_is_over_on_arrival_is_internal(people):
    record = only_record(people, licence(people.body, JDRQ="2020/01/01", YXQZ="2020/01/01", YXQZI="2026/11/19"))
    assert (record.state, record.internal_reason) == ("internal", "period_over")
    assert only_record(people, licence(people.body, YXQZI="2026/11/20")).state == "awaiting"


@pytest.mark.parametrize(
    ("decided", "arrived", "due", "release_by"),
    [
        ("2026/11/18", date(2026, 11, 18), "2026-11-27", "2026-11-27"),
        ("2026/11/18", date(2026, 11, 25), "2026-11-27", "2026-11-27"),
        ("2026/11/18", date(2026, 11, 26), "2026-11-27", "2026-11-30"),
        ("2026/11/18", date(2026, 11, 28), "2026-11-27", "2026-12-01"),  # a Saturday
        ("2026/09/30", date(2026, 10, 5), "2026-10-15", "2026-10-15"),  # the national holiday
        ("2024/01/01", date(2026, 11, 20), "2024-01-10", "2026-11-24"),
    ],
)
def test_due_and_the_morning_of_the_clock(people, decided, arrived, due, release_by):
    record = only_record(people, licence(people.body, JDRQ=decided, YXQZ=decided), on=arrived)
    assert (record.due.isoformat(), record.release_by.isoformat(), record.provisional) == (due, release_by, False)


def test_deadlines_across_an_unannounced_year_are_provisional_until_it_is_in(people):
    day = date(2026, 12, 28)
    row = licence(people.body, JDRQ="2026/12/28", YXQZ="2026/12/28")
    record = only_record(people, row, on=day)
    faulty, _ = send(people, [licence(people.body, JDRQ="2026/12/28", YXQZ="2026/12/28", NR="")], on=day)
    assert (record.due, record.release_by, record.provisional) == (date(2027, 1, 6), date(2027, 1, 6), True)
    actor = acting(people.office)
    assert reckon_again(actor=actor, on=day) == 0  # nothing new is known
    import_year(2027, NEW_YEAR, source="通知", actor=actor, on=date(2026, 12, 29))
    assert reckon_again(actor=actor, on=date(2026, 12, 29)) == 1
    record.refresh_from_db()
    assert (record.due, record.release_by, record.provisional) == (date(2027, 1, 14), date(2027, 1, 14), False)
    assert faulty.rejected_rows.get().due == date(2027, 1, 14)
    assert reckon_again(actor=actor, on=date(2026, 12, 29)) == 0


def test_what_left_is_not_reckoned_again_and_again(people):
    from ledger.models import Act
    from records.submitting import take_back

    day = date(2026, 12, 28)
    submission, _ = send(people, [licence(people.body, JDRQ="2026/12/28", YXQZ="2026/12/28")], on=day)
    take_back(submission, clerk=people.clerk, actor=acting(people.clerk), on=day)
    import_year(2027, NEW_YEAR, source="通知", actor=acting(people.office), on=day)
    for _ in range(2):
        assert reckon_again(actor=acting(people.office), on=day) == 0
    assert not Act.objects.filter(what="reckon").exists()


def test_released_ones_keep_their_day_and_learn_how_late_they_were(people):
    day = date(2026, 12, 28)
    record = only_record(people, licence(people.body, JDRQ="2026/12/28", YXQZ="2026/12/28"), on=day)
    release(people, record.submission, day)
    import_year(2027, NEW_YEAR, source="通知", actor=acting(people.office), on=day)
    assert reckon_again(actor=acting(people.office), on=day) == 1
    record.refresh_from_db()
    assert (record.state, record.public_from, record.due) == ("released", day, date(2027, 1, 14))


@pytest.mark.parametrize("days", [{date(2026, 1, 1): (False, "x")}, dict(list(NEW_YEAR.items())[:3])])
def test_a_calendar_of_another_year_or_half_a_calendar_is_refused(people, days):
    with pytest.raises(CalendarRefused, match="请核对"):
        import_year(2027, days, source="x", actor=acting(people.office), on=FRIDAY)
    assert 2027 not in working_calendar().years


def test_duties_are_rows_with_dates():
    duties = DutyBook(working_calendar())
    assert duties.due("licence", date(2026, 11, 18)).date == date(2026, 11, 27)
    Duty.objects.create(
        key="monthly", kinds=["licence"], act="publish", start="decision", day_of_month=1, clause="x",
        since=date(2026, 11, 18), until=date(2026, 11, 30),
    )  # fmt: skip
    duties = DutyBook(working_calendar())
    assert duties.due("licence", date(2026, 11, 25)).date == date(2026, 12, 1)  # the earlier of the two
    assert duties.due("licence", date(2026, 11, 18)).date == date(2026, 11, 27)
    assert duties.due("penalty", date(2026, 11, 25)).date == date(2026, 12, 4)
    assert duties.due("honour", date(2026, 11, 25)).date == date(2026, 12, 10)
    assert duties.due("honour", date(2027, 1, 31)).date == date(2027, 2, 10)
    assert duties.due("unheard_of", date(2026, 11, 25)) is None


def test_every_class_of_every_rule_set_has_a_period():
    for rules in RuleSet.objects.all():
        classes = set(rules.penalty_classes.values_list("seriousness", flat=True))
        assert classes <= set(rules.periods.values_list("seriousness", flat=True)), rules.key
        assert not rules.periods.filter(public=True, longest_months=0).exists()
