"""Emergency hide: one person at once, a second within one working day, or it is shown again. Source: design §4."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ledger.models import Event
from records import clock
from records.hiding import HideRefused, confirm, hide, lift_unconfirmed, show_again
from records.models import Hide, Record
from tests.records.making import FRIDAY, acting, licence, only_record, release, staff

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def record(people):
    record = only_record(people, licence(people.body))
    release(people, record.submission)
    return record


def public(record, on):
    return Record.objects.public(on).filter(pk=record.pk).exists()


def hidden_by(officer, record, on=FRIDAY, reason="内容有误"):
    return hide(record, officer=officer, actor=acting(officer), on=on, reason=reason)


def moves(record):
    return list(Event.objects.filter(object_id=record.public_id).order_by("pk").values_list("move", flat=True))


def test_it_is_gone_at_once_and_back_when_nobody_confirms(people, record):
    made = hidden_by(people.reviewer, record)
    assert made.confirm_by == MONDAY
    assert not public(record, FRIDAY)
    assert not public(record, MONDAY)
    assert public(record, TUESDAY)  # although no sweep ran
    assert lift_unconfirmed(MONDAY) == 0
    assert lift_unconfirmed(TUESDAY) == 1
    assert lift_unconfirmed(TUESDAY) == 0
    assert public(record, TUESDAY)
    assert moves(record)[-2:] == ["hide", "show_again"]


def test_confirmed_by_a_second_person_it_stays_away(people, record):
    made = hidden_by(people.reviewer, record)
    confirm(made, officer=people.office, actor=acting(people.office), on=MONDAY)
    assert lift_unconfirmed(TUESDAY) == 0
    assert not public(record, TUESDAY)
    assert not public(record, date(2030, 1, 1))
    assert moves(record)[-2:] == ["hide", "confirm_hide"]


def test_nobody_confirms_their_own(people, record):
    made = hidden_by(people.reviewer, record)
    with pytest.raises(HideRefused, match="自己提出"):
        confirm(made, officer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY)
    with pytest.raises(IntegrityError, match="hide_four_eyes"), transaction.atomic():
        Hide.objects.filter(pk=made.pk).update(approver=people.reviewer)


@pytest.mark.parametrize("who", ["clerk", "auditor", "other reviewer", "other office"])
def test_who_may_not(people, record, who):
    other = staff()
    officer = {"clerk": people.clerk, "auditor": people.auditor, "other reviewer": other.reviewer,
               "other office": other.office}[who]  # fmt: skip
    with pytest.raises(HideRefused):
        hidden_by(officer, record)
    made = hidden_by(people.reviewer, record)
    with pytest.raises(HideRefused):
        confirm(made, officer=officer, actor=acting(officer), on=FRIDAY)
    with pytest.raises(HideRefused):
        show_again(made, officer=officer, actor=acting(officer), on=FRIDAY, reason="x")


def test_too_late_to_confirm(people, record):
    made = hidden_by(people.reviewer, record)
    with pytest.raises(HideRefused, match="已经结束"):
        confirm(made, officer=people.office, actor=acting(people.office), on=TUESDAY)
    assert public(record, TUESDAY)


def test_only_what_is_public_and_only_with_a_reason(people, record):
    waiting = only_record(people, licence(people.body))
    with pytest.raises(HideRefused, match="没有在公示"):
        hidden_by(people.reviewer, waiting)
    with pytest.raises(HideRefused, match="理由"):
        hidden_by(people.reviewer, record, reason="  ")
    hidden_by(people.reviewer, record)
    with pytest.raises(HideRefused, match="已经下线"):
        hidden_by(people.office, record)


def test_one_person_does_not_hide_day_after_day(people, record):
    """Else one alone keeps from the public what nobody else would."""
    hidden_by(people.reviewer, record)
    for day in (TUESDAY, TUESDAY + timedelta(days=9)):  # the sweep has not even run
        with pytest.raises(HideRefused, match="另一位同事"), transaction.atomic():
            hidden_by(people.reviewer, record, on=day)
        assert public(record, day)
    again = hidden_by(people.office, record, on=TUESDAY)
    assert not public(record, TUESDAY)
    confirm(again, officer=people.reviewer, actor=acting(people.reviewer), on=TUESDAY)
    assert not public(record, TUESDAY + timedelta(days=30))


def test_shown_again_by_a_person(people, record):
    made = hidden_by(people.reviewer, record)
    with pytest.raises(HideRefused, match="理由"):
        show_again(made, officer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="")
    show_again(made, officer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="核对无误")
    assert public(record, FRIDAY)
    with pytest.raises(HideRefused, match="已经恢复"):
        show_again(made, officer=people.office, actor=acting(people.office), on=FRIDAY, reason="x")


def test_a_confirmed_one_is_not_ended_by_whoever_asked_for_it(people, record):
    made = hidden_by(people.reviewer, record)
    confirm(made, officer=people.office, actor=acting(people.office), on=FRIDAY)
    with pytest.raises(HideRefused, match="提出人"):
        show_again(made, officer=people.reviewer, actor=acting(people.reviewer), on=MONDAY, reason="x")
    show_again(made, officer=people.approver, actor=acting(people.approver), on=MONDAY, reason="核对无误")
    assert public(record, MONDAY)


def test_a_record_that_ended_meanwhile_can_be_confirmed_and_lifted_without_a_fault(people):
    ending = only_record(people, licence(people.body, YXQZI="2026/11/20"))
    release(people, ending.submission)
    made = hidden_by(people.reviewer, ending)
    assert clock.end_publication(MONDAY) == 1
    confirm(made, officer=people.office, actor=acting(people.office), on=MONDAY)
    show_again(made, officer=people.approver, actor=acting(people.approver), on=MONDAY, reason="x")
    assert not public(ending, MONDAY)


def test_one_open_hide_at_a_time(people, record):
    hidden_by(people.reviewer, record)
    with pytest.raises(IntegrityError, match="hide_one_open"), transaction.atomic():
        Hide.objects.create(record=record, reason="x", proposer=people.office, hidden_on=FRIDAY, confirm_by=MONDAY)
