"""Effect statistics: what was pushed, done, refused, late, lifted, doubted, reminded; by department, tree and totals. Source: E8;
Suining 二(二)3(4), Harbin 14.
"""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AccessLog
from publicity import effect as public
from records.models import Record
from sanctions import executing, verifying
from sanctions.effect import Effect, effects
from supervision import effect
from supervision.charting import bars, lying_bars
from supervision.months import last_of
from tests import factories
from tests.blacklists.walking import by, day, graded_here
from tests.checks import asking
from tests.records import making
from tests.sanctions import minor_walking as lesser
from tests.sanctions.walking import acknowledged, assigned, executed, implementer
from tests.workbench.conftest import enter

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def who(people):
    return implementer(people)


def of(department, first=FIRST, last=LAST, on=date(2027, 6, 1), **fields) -> Effect:
    return effects([department.pk], first, last, on, **fields).get(department.pk, Effect())


def test_every_step_of_a_measure_is_counted_for_who_carries_it_out(people, who):
    executed(people, who)
    found = of(who.body)
    assert (found.pushed, found.acknowledged, found.executed, found.refused) == (1, 1, 1, 0)
    assert of(people.body) == Effect(), "not for who initiated it"
    assert of(who.body, date(2026, 10, 1), date(2026, 12, 31)) == Effect(), "by the day it happened"
    assert of(who.body, day(15), day(15)) == Effect(executed=1)


def test_refused_late_and_lifted(people, who):
    refused = assigned(people, who)
    executing.refuse(refused, reason="无职权", **by(who.clerk, day(14)))
    assert of(who.body).refused == 1
    done = executed(people, who)
    Record.objects.filter(subject=done.subject).update(state="withdrawn")
    executing.note_over(day(20))
    done.refresh_from_db()
    executing.lift(done, **by(who.clerk, day(25)))
    assert of(who.body).lifted == 1
    acknowledged(people, who)  # never carried out
    assert of(who.body, last=date(2026, 12, 31)).overdue == 1
    assert of(who.body, on=day(15)).overdue == 0


def test_verifications_are_the_suppliers(people, who):
    measure = acknowledged(people, who)
    case = verifying.open_verification(measure.action.entry, facts="有疑问", **by(who.clerk, day(16)))
    verifying.answer(case, stands=True, wording="无误", **by(people.clerk, day(17)))
    verifying.close(case, **by(people.reviewer, day(18)))
    found = of(people.body)
    assert (found.verified, found.kept, found.upheld) == (1, 1, 0)
    assert of(who.body).verified == 0


def test_reminders_interviews_and_what_became_of_them(people, settings):
    graded_here(settings)
    lesser.risen(people)
    found = of(people.body, last=lesser.IGNORED)
    assert (found.reminded, found.risen, found.put_right) == (1, 1, 0)
    assert of(people.body, last=lesser.IGNORED).overdue == 0, "cancelled clocks count neither way"


def test_late_measures_and_late_mending_are_two_figures(people, who, settings):
    graded_here(settings)
    lesser.running(people)  # never put right
    settings.JURISDICTION = ""
    acknowledged(people, who)  # never carried out
    last = date(2026, 12, 31)
    assert (of(people.body, last=last).unmended, of(people.body, last=last).overdue) == (1, 0)
    assert (of(who.body, last=last).unmended, of(who.body, last=last).overdue) == (0, 1)


def test_two_tables_say_together_what_the_wide_one_says(people, who):
    executed(people, who)
    lines, total = effect.rows([who.body, people.body], FIRST, FIRST, LAST)
    parts = effect.parts(lines, total)
    assert [head for part in parts for head in part.heads] == effect.heads()
    assert [cell for part in parts for cell in part.total.cells] == total.cells


def test_a_number_that_is_not_told_is_drawn_all_the_same():
    chart = lying_bars(["推送", "执行"], [("今年", [None, 40]), ("去年", [0, 20])], "少于5")
    few, none, most, half = chart.bars
    assert (few.words, few.vague, few.width > 0) == ("少于5", True, True)
    assert (none.words, none.width, most.words) == ("0", 0, "40")
    assert half.width * 2 == most.width
    assert all(chart.left + bar.width < chart.width for bar in chart.bars)


def test_the_sum_is_of_the_rows_and_a_further_house_adds_its_column(people, who, monkeypatch):
    executed(people, who)
    departments = [who.body, people.body]
    lines, total = effect.rows(departments, FIRST, FIRST, LAST)
    assert [line.name for line in lines] == [who.body.name]
    assert total.cells == lines[0].cells
    more = effect.Column("checks", "信用核查", lambda ids, first, last: dict.fromkeys(ids, 7))
    monkeypatch.setattr(effect, "MORE", (more,))
    lines, total = effect.rows(departments, FIRST, FIRST, LAST)
    assert effect.heads()[0] == "信用核查"
    assert total.cells[0] == 14
    assert len(lines) == 2


def test_checks_and_hits_stand_beside_it(people, who):
    measure = executed(people, who)
    for text in ("虚构市某公司", measure.subject.code):
        asking.checked(who.clerk, text, on=day(20))
    lines, _ = effect.rows([who.body], FIRST, FIRST, LAST)
    assert lines[0].cells[:2] == [2, 1]
    assert effect.heads()[:2] == ["信用核查", "核查命中"]


def test_as_many_queries_for_many_departments(people, who):
    executed(people, who)
    few = [who.body]
    many = [who.body, *(factories.department(parent=people.office.department) for _ in range(12))]
    with CaptureQueriesContext(connection) as one:
        effect.rows(few, FIRST, FIRST, LAST)
    with CaptureQueriesContext(connection) as other:
        effect.rows(many, FIRST, FIRST, LAST)
    assert len(one) == len(other)


def test_the_office_sees_its_tree_a_department_its_own(people, who):
    executed(people, who)
    other = making.staff()
    span = {"from": "2026-09", "to": "2026-09"}
    for officer, sees in ((people.office, True), (people.auditor, True), (other.office, False)):
        page = enter(officer).get("/supervision/effect/", span)
        assert (who.body.name in page.content.decode()) == sees
    assert enter(who.clerk).get("/supervision/effect/").status_code == 403
    own = enter(who.clerk).get("/supervision/effect/own/", span).content.decode()
    assert "<svg" in own
    assert who.body.name in own
    assert who.body.name not in enter(other.clerk).get("/supervision/effect/own/", span).content.decode()
    for asked in ({"from": "x"}, {"from": "2026-09", "to": "2026-01"}, {"from": "2001-01", "to": "2026-09"}):
        assert enter(people.office).get("/supervision/effect/", asked).status_code == 200


def test_the_table_to_take_away_says_the_same_and_writes_a_look(people, who):
    executed(people, who)
    type(who.body).objects.filter(pk=who.body.pk).update(name="=虚构市财政局")
    answer = enter(people.office).get("/supervision/effect.csv", {"from": "2026-09", "to": "2026-09"})
    assert answer["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:6] == ["部门", "信用核查", "核查命中", "准予修复", "两书同达", "推送措施"]
    assert rows[1][0] == "'=虚构市财政局"
    assert rows[-1][5] == "1"
    assert AccessLog.objects.filter(what="下载奖惩成效").count() == 1


# --- for the public --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "spans"),
    [
        (date(2026, 3, 31), [("2025年第4季度", date(2025, 10, 1), date(2025, 12, 1)), ("2024年第4季度", date(2024, 10, 1), date(2024, 12, 1))]),
        (date(2026, 4, 1), [("2026年第1季度", date(2026, 1, 1), date(2026, 3, 1)), ("2025年第1季度", date(2025, 1, 1), date(2025, 3, 1))]),
        (date(2026, 6, 30), [("2026年第1季度", date(2026, 1, 1), date(2026, 3, 1)), ("2025年第1季度", date(2025, 1, 1), date(2025, 3, 1))]),
    ],
)  # fmt: skip
def test_the_public_reads_whole_quarters_that_nothing_can_be_taken_from(on, spans):
    assert public._spans(on) == spans


def test_the_public_reads_totals_without_persons_departments_or_small_numbers(people, who):
    ended = last_of(public._spans(timezone.localdate())[0][2])
    for number in range(6):
        measure = assigned(people, who)
        type(measure).objects.filter(pk=measure.pk).update(since=ended)
        if number == 5:
            type(measure).objects.filter(pk=measure.pk).update(subject=factories.subject(kind="person", public=False))
    page = Client().get("/effect/").content.decode()
    pushed = page[page.index("推送措施</th>") :]
    assert ">5</td>" in pushed[:80]
    assert who.body.name not in page
    type(measure).objects.filter(since=ended).exclude(pk=measure.pk).first().__class__.objects.filter(
        pk=type(measure).objects.filter(since=ended).first().pk
    ).update(since=ended - timedelta(days=800))
    page = Client().get("/effect/").content.decode()
    assert "不足5</td>" in page


def test_what_happened_this_month_is_not_told_yet(people, who):
    for _ in range(5):
        measure = assigned(people, who)
        type(measure).objects.filter(pk=measure.pk).update(since=timezone.localdate())
    page = Client().get("/effect/").content.decode()
    assert ">5</td>" not in page


def test_bars_stay_in_their_frame():
    chart = bars(["1月", "2月"], [("推送措施", [3, 0]), ("执行", [120, 7])])
    assert all(
        bar.x >= 0 and bar.x + bar.width <= chart.width and bar.y + bar.height <= chart.floor for bar in chart.bars
    )
    assert [value for _, value in chart.lines] == [0, 100, 200]
    assert not bars([], [("推送措施", [])]).bars
