"""Reminders: who is told what, once each, and what the office hears of. Source: C2, C7."""

from datetime import date, timedelta

import pytest

from records import clock, releasing
from records.submitting import take_back
from rules.calendar import import_year
from tests import factories
from tests.records.making import FRIDAY, acting, id_number, licence, penalty, person, send, staff
from workbench.models import Notice
from workbench.noticing import remind, warn_of_missing_year

pytestmark = pytest.mark.django_db
# Sent on Friday the 20th, decided on the 18th: due on Friday the 27th.
DUE = date(2026, 11, 27)


@pytest.fixture
def people():
    return staff()


def told(officer, **filters):
    return list(Notice.objects.filter(officer=officer, **filters).values_list("key", flat=True))


def days(*numbers):
    return [date(2026, 11, number) for number in numbers]


def test_clerk_and_reviewer_are_reminded_three_and_one_days_ahead_once_each(people):
    other = staff()
    send(people, [licence(people.body), licence(people.body)])
    for on in days(20, 21, 22, 23, 24, 24, 25, 26, 26):
        remind(on)
    for officer in (people.clerk, people.reviewer):
        assert told(officer) == ["due:2026-11-27:1", "due:2026-11-27:3"]
    assert told(other.clerk) == told(people.auditor) == told(people.office) == []
    first = Notice.objects.get(officer=people.clerk, key="due:2026-11-27:3")
    assert (first.day, "有2条信息" in first.text, "3个工作日后" in first.text, first.urgent) == (
        date(2026, 11, 24), True, True, False,
    )  # fmt: skip
    assert Notice.objects.get(officer=people.clerk, key="due:2026-11-27:1").urgent


def test_a_day_on_which_nothing_ran_loses_no_reminder(people):
    send(people, [licence(people.body)])
    remind(date(2026, 11, 25))
    assert told(people.clerk) == ["due:2026-11-27:3"]
    assert "2个工作日后" in Notice.objects.get(officer=people.clerk).text


def test_nobody_is_reminded_on_a_day_off(people):
    send(people, [licence(people.body, JDRQ="2026/11/19", YXQZ="2026/11/19")])  # due on Monday the 30th
    assert remind(date(2026, 11, 28)) == 0


def test_released_and_internal_ones_need_no_reminder(people):
    submission, _ = send(people, [licence(people.body), person(people.body, id_number())])
    releasing.release_submission(submission, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY)
    for on in days(24, 25, 26, 27):
        remind(on)
    assert told(people.clerk) == []


def test_rejected_rows_are_reminded_of_until_they_are_sent_again(people):
    send(people, [licence(people.body, NR="")])
    remind(date(2026, 11, 24))
    assert told(people.clerk) == ["rejected:2026-11-27:3"]


def test_rows_of_a_submission_that_was_taken_back_are_nobodys_concern(people):
    submission, _ = send(people, [licence(people.body, NR=""), licence(people.body)])
    take_back(submission, clerk=people.clerk, actor=acting(people.clerk), on=FRIDAY)
    for on in days(24, 26, 27):
        remind(on)
    assert told(people.clerk) == told(people.office) == []


def test_the_office_hears_the_same_morning_of_what_the_clock_could_not_publish(people):
    far = staff()  # another city's office
    yuan = penalty(people.body, NR_FK="20000")
    held = penalty(people.body)
    submission, _ = send(people, [yuan, held, penalty(people.body, SY="")])
    record = submission.records.get(document_number=held["CF_WSH"])
    releasing.hold(
        record,
        reviewer=people.reviewer,
        actor=acting(people.reviewer),
        on=FRIDAY,
        reason="business_secret",
        note="配方",
    )
    clock.publish_due(DUE)
    remind(DUE)
    remind(DUE)
    [notice] = Notice.objects.filter(officer=people.office)
    assert notice.key == "escalated:2026-11-27"
    assert "1条信息因有待确认" in notice.text
    assert "1条由审核员暂不公开" in notice.text
    assert "1行退回数据" in notice.text
    assert told(far.office) == told(people.approver) == []


def test_the_office_is_told_although_the_clock_or_the_reminder_ran_late(people):
    send(people, [penalty(people.body, NR_FK="20000")])
    late = DUE + timedelta(days=4)
    clock.publish_due(late)
    remind(late + timedelta(days=2))
    assert told(people.office) == [f"escalated:{late}"]


def test_the_alarm_of_december(people):
    admin = factories.officer("system_admin")
    assert warn_of_missing_year(date(2026, 11, 30)) == 0
    assert warn_of_missing_year(date(2026, 12, 1)) == 2
    assert warn_of_missing_year(date(2026, 12, 1)) == 0
    assert warn_of_missing_year(date(2026, 12, 2)) == 2
    assert "2027年" in Notice.objects.filter(officer=admin).first().text
    holidays = {date(2027, 1, 1) + timedelta(days=n): (False, "元旦") for n in range(8)}
    import_year(2027, holidays, source="通知", actor=acting(people.office), on=date(2026, 12, 3))
    assert warn_of_missing_year(date(2026, 12, 3)) == 0
