"""One clock for every kind of case: days, pauses, extensions, four eyes, the calendar. Source: C6, C7; domain.md §3c, §3d."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.acting import actor_of
from credit_platform.lifecycle import IllegalMove
from credit_platform.workdays import Calendar
from ledger.acts import CLOCK, record_act
from ledger.models import Act, Event
from ledger.moves import apply
from rules import clocks
from rules.calendar import import_year, working_calendar
from rules.clocks import ClockRefused
from rules.counting import day_of_month, due_day
from rules.extending import approve_extension, decline_extension, propose_extension
from rules.models import CaseClock, ClockExtension, ClockPause, ClockRule
from tests import factories

pytestmark = pytest.mark.django_db
# 2026: National Day 1–7 October (Thursday to Wednesday); Sunday 20 September and Saturday 10 October are worked.
BEFORE_HOLIDAY = date(2026, 9, 28)


@pytest.fixture
def body():
    return factories.department(parent=factories.department())


@pytest.fixture
def clerk(body):
    return factories.officer("clerk", department=body)


@pytest.fixture
def reviewer(body):
    return factories.officer("reviewer", department=body)


def act(on, reason="情况属实"):
    return record_act("test", CLOCK, on, reason=reason)


def begin(body, on=BEFORE_HOLIDAY, kind="objection", step="reply", **more):
    return clocks.start(kind, uuid.uuid4(), step, department=body, act=act(on), **more)


def again(clock):
    clock.refresh_from_db()
    return clock


def extend(clock, days, on, clerk, reviewer):
    asked = propose_extension(
        clock, working_days=days, officer=clerk, actor=actor_of(clerk, "page"), on=on, reason="需要实地核查"
    )
    approve_extension(asked, officer=reviewer, actor=actor_of(reviewer, "page"), on=on)


# --- days --------------------------------------------------------------------------------------------------------------


def test_the_start_is_not_counted_and_holidays_are_not_working_days(body):
    clock = begin(body)  # seven working days: 29, 30 September, then 8, 9, 10 (Saturday, worked), 12, 13 October
    assert (clock.due, clock.provisional, clock.state) == (date(2026, 10, 13), False, "running")
    event = Event.objects.get(object_id=clock.public_id)
    assert (event.object_kind, event.move, event.state) == ("clock", "start", "running")


def test_a_pause_moves_the_day_by_its_working_days_only(body):
    clock = begin(body)
    clocks.pause(clock, reason="appraisal", act=act(date(2026, 9, 30)))
    assert again(clock).state == "paused"
    clocks.resume(clock, act=act(date(2026, 10, 9)))  # 30 September and 8 October are out
    assert (again(clock).due, clock.state) == (date(2026, 10, 15), "running")


def test_a_pause_over_days_off_changes_nothing(body):
    clock = begin(body)
    clocks.pause(clock, reason="appraisal", act=act(date(2026, 10, 1)))
    clocks.resume(clock, act=act(date(2026, 10, 8)))
    assert again(clock).due == date(2026, 10, 13)


def test_an_extension_counts_working_days(body, clerk, reviewer):
    clock = begin(body)
    extend(clock, 5, date(2026, 10, 13), clerk, reviewer)
    assert again(clock).due == date(2026, 10, 20)
    moves = Event.objects.filter(object_id=clock.public_id).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["start", "extend"]


def test_a_clock_with_a_set_day_and_one_with_a_day_of_the_month(body):
    order = begin(body, kind="rectification", fixed_on=date(2026, 10, 20))
    assert (order.due, order.working_days) == (date(2026, 10, 20), None)
    monthly = begin(body, kind="recurring", step="monthly_return", on=date(2026, 10, 10))
    assert monthly.due == date(2026, 10, 10)
    assert begin(body, kind="recurring", step="monthly_return", on=date(2026, 10, 11)).due == date(2026, 11, 10)
    assert day_of_month(date(2026, 12, 31), 30) == date(2027, 1, 30)
    assert day_of_month(date(2027, 2, 1), 30) == date(2027, 2, 28)
    with pytest.raises(ClockRefused, match="须写明限定日期"):
        begin(body, kind="rectification")
    with pytest.raises(ClockRefused, match="由规则确定"):
        begin(body, fixed_on=date(2026, 10, 20))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_of_pauses_and_extensions_equals_a_count_day_by_day(data):
    """The formula against somebody with a wall calendar, who crosses out days one at a time."""
    calendar = working_calendar()
    start = date(2026, 1, 1) + timedelta(days=data.draw(st.integers(0, 300)))
    days = data.draw(st.integers(1, 20))
    pauses, extended, last = [], 0, start
    for what in data.draw(st.lists(st.sampled_from(["pause", "extend"]), max_size=6)):
        due = due_day(calendar, start, days, None, pauses, extended).date
        if what == "extend":
            extended += data.draw(st.integers(1, 10))
        elif last <= due:
            since = last + timedelta(days=data.draw(st.integers(0, (due - last).days)))
            last = since + timedelta(days=data.draw(st.integers(0, 40)))
            pauses.append((since, last))
    left, day = days + extended, start
    while left:
        day += timedelta(days=1)
        held = any(since <= day < until for since, until in pauses)
        if calendar.is_working(day) and not held:
            left -= 1
    assert due_day(calendar, start, days, None, pauses, extended).date == day


def test_the_same_through_the_database(body, clerk, reviewer):
    """Paused, extended, paused again: what the rows say is what the formula says."""
    clock = begin(body, on=date(2026, 9, 1))
    clocks.pause(clock, reason="supplement", act=act(date(2026, 9, 3)))
    clocks.resume(clock, act=act(date(2026, 9, 8)))
    extend(again(clock), 13, date(2026, 9, 9), clerk, reviewer)
    clocks.pause(clock, reason="appraisal", act=act(date(2026, 9, 21)))
    clocks.resume(clock, act=act(date(2026, 10, 12)))
    calendar = working_calendar()
    left, day = 20, date(2026, 9, 1)
    while left:
        day += timedelta(days=1)
        if date(2026, 9, 3) <= day < date(2026, 9, 8) or date(2026, 9, 21) <= day < date(2026, 10, 12):
            continue
        left -= calendar.is_working(day)
    assert again(clock).due == day


# --- a year that is not announced ----------------------------------------------------------------------------------------


def test_a_provisional_day_is_reckoned_again_when_the_year_comes(body, clerk, reviewer):
    clock = begin(body, on=date(2026, 12, 28))
    other = begin(body, on=date(2026, 11, 2))
    clocks.pause(clock, reason="appraisal", act=act(date(2026, 12, 29)))
    clocks.resume(clock, act=act(date(2026, 12, 30)))
    extend(again(clock), 2, date(2026, 12, 30), clerk, reviewer)
    assert (again(clock).provisional, clock.due) == (True, date(2027, 1, 11))  # Monday–Friday, 1 January among them
    clock.reminded = 3
    clock.save(update_fields=["reminded"])
    holidays = {date(2027, 1, day): (False, "元旦") for day in (1, 2, 3)}
    holidays |= {date(2027, 2, day): (False, "春节") for day in range(5, 12)}
    import_year(2027, holidays, source="通知", actor=CLOCK, on=date(2026, 12, 30))
    assert clocks.reckon_clocks(actor=CLOCK, on=date(2026, 12, 30)) == 1
    assert (again(clock).provisional, clock.due, clock.reminded) == (False, date(2027, 1, 12), None)
    assert clocks.reckon_clocks(actor=CLOCK, on=date(2026, 12, 30)) == 0
    assert again(other).due == date(2026, 11, 11)
    assert Act.objects.filter(what="reckon_clocks").count() == 1


def test_an_amended_calendar_moves_what_still_runs(body):
    clock, done = begin(body), begin(body)
    clocks.stop(done, act=act(date(2026, 9, 29)))
    days = {
        **{date(2026, 10, day): (False, "国庆节") for day in range(1, 9)},
        date(2026, 10, 10): (True, "国庆节"),
    }
    import_year(2026, days, source="更正", actor=CLOCK, on=BEFORE_HOLIDAY)
    assert clocks.reckon_clocks(actor=CLOCK, on=BEFORE_HOLIDAY) == 0  # nothing is provisional
    assert clocks.reckon_clocks(actor=CLOCK, on=BEFORE_HOLIDAY, year=2026) == 1
    assert (again(clock).due, again(done).due) == (date(2026, 10, 14), date(2026, 10, 13))


# --- moves that are not there ----------------------------------------------------------------------------------------------


def test_illegal_moves(body, clerk, reviewer):
    clock = begin(body)
    with pytest.raises(ClockRefused, match="没有暂停"):
        clocks.resume(clock, act=act(BEFORE_HOLIDAY))
    clocks.pause(clock, reason="appraisal", act=act(BEFORE_HOLIDAY))
    with pytest.raises(ClockRefused, match="状态已经变化"):
        clocks.pause(clock, reason="appraisal", act=act(BEFORE_HOLIDAY))
    with pytest.raises(ClockRefused, match="恢复后再办理"):
        extend(clock, 1, BEFORE_HOLIDAY, clerk, reviewer)
    with pytest.raises(ClockRefused, match="早于暂停之日"):
        clocks.resume(clock, act=act(date(2026, 9, 27)))
    clocks.stop(clock, act=act(date(2026, 9, 30)))
    assert (again(clock).state, clock.stopped_on) == ("met", date(2026, 9, 30))
    assert clock.pauses.get().until == date(2026, 9, 30)
    for move in (clocks.stop, clocks.cancel):
        with pytest.raises(ClockRefused):
            move(clock, act=act(date(2026, 9, 30)))
    with pytest.raises(IllegalMove):
        apply(clock, "resume", act(date(2026, 9, 30)))
    assert Event.objects.filter(object_id=clock.public_id).count() == 3  # what was refused left nothing


def test_refusals_of_pauses(body):
    clock = begin(body)
    with pytest.raises(ClockRefused, match="从列表中选择"):
        clocks.pause(clock, reason="holiday", act=act(BEFORE_HOLIDAY))
    with pytest.raises(ClockRefused, match="具体情况"):
        clocks.pause(clock, reason="other", act=act(BEFORE_HOLIDAY, " "))
    with pytest.raises(ClockRefused, match="届满"):
        clocks.pause(clock, reason="other", act=act(date(2026, 10, 14)))
    with pytest.raises(ClockRefused, match="不能早于"):
        clocks.pause(clock, reason="other", act=act(date(2026, 9, 27)))
    with pytest.raises(ClockRefused, match="不能暂停"):
        clocks.pause(begin(body, step="mark"), reason="other", act=act(BEFORE_HOLIDAY))


def test_one_open_clock_a_step(body):
    case = uuid.uuid4()
    first = clocks.start("objection", case, "reply", department=body, act=act(BEFORE_HOLIDAY))
    clocks.start("objection", case, "mark", department=body, act=act(BEFORE_HOLIDAY))
    with pytest.raises(ClockRefused, match="已在计时"):
        clocks.start("objection", case, "reply", department=body, act=act(BEFORE_HOLIDAY))
    clocks.cancel(first, act=act(BEFORE_HOLIDAY, "申请人撤回"))
    clocks.start("objection", case, "reply", department=body, act=act(BEFORE_HOLIDAY))
    assert CaseClock.objects.of("objection", case).open().count() == 2
    with pytest.raises(ClockRefused, match="没有“objection/unknown”"):
        clocks.start("objection", case, "unknown", department=body, act=act(BEFORE_HOLIDAY))


# --- four eyes --------------------------------------------------------------------------------------------------------------


def test_nobody_grants_their_own_extension(body, clerk, reviewer):
    clock = begin(body)
    asked = propose_extension(
        clock, working_days=3, officer=reviewer, actor=actor_of(reviewer, "page"), on=BEFORE_HOLIDAY, reason="复杂"
    )
    with pytest.raises(ClockRefused, match="自己申请"):
        approve_extension(asked, officer=reviewer, actor=actor_of(reviewer, "page"), on=BEFORE_HOLIDAY)
    with pytest.raises(ClockRefused, match="只有审核员"):
        approve_extension(asked, officer=clerk, actor=actor_of(clerk, "page"), on=BEFORE_HOLIDAY)
    far = factories.officer("reviewer")
    with pytest.raises(ClockRefused, match="职责范围"):
        approve_extension(asked, officer=far, actor=actor_of(far, "page"), on=BEFORE_HOLIDAY)
    with pytest.raises(IntegrityError, match="extension_four_eyes"), transaction.atomic():
        ClockExtension.objects.filter(pk=asked.pk).update(approver=reviewer)
    with pytest.raises(IntegrityError, match="extension_approved_by_somebody"), transaction.atomic():
        ClockExtension.objects.create(
            clock=clock, working_days=1, reason="x", proposer=clerk, proposed_on=BEFORE_HOLIDAY, state="approved"
        )
    assert again(clock).due == date(2026, 10, 13)


def test_the_rule_bounds_extensions(body, clerk, reviewer):
    clock = begin(body)
    with pytest.raises(ClockRefused, match="1至13个工作日"):
        extend(clock, 14, BEFORE_HOLIDAY, clerk, reviewer)
    with pytest.raises(ClockRefused, match="届满"):
        extend(clock, 3, date(2026, 10, 14), clerk, reviewer)
    extend(clock, 3, BEFORE_HOLIDAY, clerk, reviewer)
    with pytest.raises(ClockRefused, match="最多延长1次"):
        extend(again(clock), 1, BEFORE_HOLIDAY, clerk, reviewer)
    with pytest.raises(ClockRefused, match="不能延长"):
        extend(begin(body, step="mark"), 1, BEFORE_HOLIDAY, clerk, reviewer)


def test_declined_and_lapsed_extensions_leave_the_day(body, clerk, reviewer):
    clock = begin(body)

    def ask():
        return propose_extension(
            clock, working_days=3, officer=clerk, actor=actor_of(clerk, "page"), on=BEFORE_HOLIDAY, reason="复杂"
        )

    asked = ask()
    with pytest.raises(ClockRefused, match="待批准"):
        ask()
    by = {"officer": reviewer, "actor": actor_of(reviewer, "page"), "on": BEFORE_HOLIDAY}
    decline_extension(asked, reason="期限足够", **by)
    with pytest.raises(ClockRefused, match="已经处理"):
        approve_extension(asked, **by)
    last = ask()
    clocks.stop(clock, act=act(date(2026, 9, 29)))
    last.refresh_from_db()
    assert (again(clock).due, asked.clock_id, last.state) == (date(2026, 10, 13), clock.pk, "lapsed")


# --- reading ----------------------------------------------------------------------------------------------------------------


def test_overdue_is_derived_and_pauses_stop_it(body):
    clock, held = begin(body), begin(body)
    clocks.pause(held, reason="appraisal", act=act(date(2026, 10, 13)))
    rows = CaseClock.objects
    assert list(rows.overdue(date(2026, 10, 13))) == []
    assert list(rows.overdue(date(2026, 10, 14))) == [clock]
    assert list(rows.due_within(1, date(2026, 10, 12))) == [clock]
    assert list(rows.due_within(1, date(2026, 10, 9))) == []
    assert list(rows.due_within(2, date(2026, 10, 10))) == [clock]
    clocks.stop(clock, act=act(date(2026, 10, 14)))
    assert list(rows.overdue(date(2026, 10, 20))) == []
    assert list(rows.met_late()) == [clock]


def test_scope(body, clerk):
    clock = begin(body)
    office, far = factories.officer("office", department=body.parent), factories.officer("office")
    seen = {
        who: CaseClock.objects.visible_to(who).filter(pk=clock.pk).exists()
        for who in (clerk, office, far, factories.officer("clerk"), factories.officer("auditor"))
    }
    assert list(seen.values()) == [True, True, False, False, True]
    assert not CaseClock.objects.visible_to(factories.officer("system_admin", department=body)).exists()


def test_the_rules_say_where_they_come_from():
    rules = ClockRule.objects.all()
    assert {(rule.case_kind, rule.step) for rule in rules} >= {
        ("objection", "mark"), ("objection", "forward"), ("objection", "supplier"), ("objection", "reply"),
        ("repair", "acceptance"), ("repair", "result"), ("complaint", "reply"), ("report", "reply"),
        ("feedback", "execute"), ("list_notice", "statement"), ("rectification", "reply"),
    }  # fmt: skip
    assert all("本平台" in rule.clause for rule in rules if rule.standing == "default")
    assert all(rule.clause for rule in rules)
    assert clocks.rule_for("repair", "acceptance", date(2026, 4, 1)).working_days == 3
    with pytest.raises(ClockRefused):  # the order was not in force
        clocks.rule_for("repair", "acceptance", date(2026, 3, 31))


def test_a_later_rule_does_not_touch_a_running_clock(body):
    clock = begin(body)
    old = clock.rule
    ClockRule.objects.filter(pk=old.pk).update(until=date(2026, 9, 28))
    ClockRule.objects.create(
        case_kind="objection", step="reply", title="异议答复", working_days=3, clause="x", standing="local",
        since=date(2026, 9, 29),
    )  # fmt: skip
    assert begin(body, on=date(2026, 9, 29)).due == date(2026, 10, 9)
    clocks.pause(clock, reason="other", act=act(date(2026, 9, 29)))
    clocks.resume(clock, act=act(date(2026, 9, 30)))
    assert again(clock).due == date(2026, 10, 14)


def test_a_calendar_without_holidays_counts_plainly():
    plain = Calendar({}, {2026})
    pause = [(date(2026, 9, 1), date(2026, 9, 1))]  # begun and ended on one day
    assert due_day(plain, date(2026, 9, 1), 5, None, pause).date == date(2026, 9, 8)
    assert ClockPause.Reason.APPRAISAL.label.endswith("鉴定")
