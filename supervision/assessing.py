"""Assessing (年度考核): drawing up scorecards, the department's own word, the office's points, publication inside.

Source: J6 (Harbin 14, 五(五)). Feedback on joint actions (E3) is counted by its clocks.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.models import Department, Officer, Role
from credit_platform.lifecycle import IllegalMove
from credit_platform.locks import Lock, hold
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note
from rules.models import CaseClock

from .counting import Span, board
from .due_days import due_day
from .missing import standings
from .models import Finding, MonthlyReturn, OrderReply, RectificationOrder, Scorecard, ScoreCriterion, ScoreLine
from .months import after, months_between
from .rating import Ratio, total
from .reach import OFFICE, obliged, within_reach
from .scoring import YearFigures, score

Points = Mapping[str, tuple[Decimal, str]]  # criterion → points, a word why


class ScoreRefused(ValueError):
    """Not possible; the message says why and what to do."""


def year_figures(departments: list[Department], year: int, on: date) -> dict[int, YearFigures]:
    """Figures of the months of the year that have ended by the day, by department; a fixed number of statements."""
    first, last = date(year, 1, 1), min(date(year, 12, 1), after(date(on.year, on.month, 1), -1))
    months = months_between(first, last)
    figures = board(Span(first, last), departments, on) if months else {}
    dues = {month: due_day("monthly_return", month) for month in months}
    kept: dict[int, list[int]] = {}
    for one in standings(MonthlyReturn.objects.all(), departments, months, dues, on):
        if one.due and on > one.due:
            counts = kept.setdefault(one.department.pk, [0, 0])
            counts[0] += one.state == "signed" and one.row is not None and not one.row.late
            counts[1] += 1
    found, ordered, given = _findings(year), _orders(year, on), _feedback(year, on)
    return {
        one.pk: _figures(
            [each for key, each in figures.items() if key[0] == one.pk], kept.get(one.pk, [0, 0]), found.get(one.pk, (0, 0)),
            ordered.get(one.pk, (0, 0)), given.get(one.pk),
        )
        for one in departments
    }  # fmt: skip


def _figures(
    rates: list, kept: list[int], found: tuple[int, int], ordered: tuple[int, int], given: tuple[int, int] | None
) -> YearFigures:
    whole = total(rates)
    return YearFigures(
        whole.reporting, whole.timeliness, whole.conformity, Ratio(*kept), Ratio(*found), Ratio(*ordered),
        Ratio(*given) if given else None,
    )  # fmt: skip


def _findings(year: int) -> dict[int, tuple[int, int]]:
    rows = Finding.objects.filter(source__reconciliation__run_on__year=year).order_by().values_list("department")
    counted = rows.annotate(settled=Count("pk", filter=Q(state="settled")), found=Count("pk"))
    return {department: (settled, found) for department, settled, found in counted}


def _orders(year: int, on: date) -> dict[int, tuple[int, int]]:
    """Orders of the year whose day is over or that were answered; in time: no reply came late and none is awaited late."""
    late = Exists(OrderReply.objects.filter(order=OuterRef("pk"), replied_on__gt=F("due")))
    waiting_late = Q(state__in=["issued", "returned"], due__lt=on)
    rows = RectificationOrder.objects.filter(issued_on__year=year).exclude(state="withdrawn").annotate(was_late=late)
    rows = rows.filter(waiting_late | ~Q(state__in=["issued", "returned"])).order_by()
    counted = rows.values_list("department").annotate(
        kept=Count("pk", filter=Q(was_late=False) & ~waiting_late), all=Count("pk")
    )
    return {department: (kept, whole) for department, kept, whole in counted}


def _feedback(year: int, on: date) -> dict[int, tuple[int, int]]:
    """联合奖惩反馈: steps of measures that fell due in the year: (taken in time, all). Cancelled ones count for nothing."""
    rows = CaseClock.objects.filter(case_kind="feedback", due__year=year).exclude(state="cancelled")
    over = rows.filter(Q(state="met") | Q(due__lt=on)).order_by().values_list("department")
    counted = over.annotate(kept=Count("pk", filter=Q(state="met", stopped_on__lte=F("due"))), all=Count("pk"))
    return {department: (kept, whole) for department, kept, whole in counted}


@transaction.atomic
def draw_up(year: int, *, officer: Officer, actor: Actor, on: date) -> int:
    """生成考核表 for every department of the tree that reports; those that have one keep it. Returns how many are new.

    Raises ScoreRefused.
    """
    _of_office(officer)
    if not 2000 <= year <= on.year:
        raise ScoreRefused("只能考核今年或往年。")
    hold(Lock.SCORECARDS)
    there = Scorecard.objects.filter(year=year).values("department")
    departments = list(
        obliged(within_reach(officer).exclude(since__gt=on).exclude(until__lte=on)).exclude(pk__in=there).order_by("pk")
    )
    criteria = list(ScoreCriterion.objects.in_force(date(year, 12, 31)))
    if not criteria:
        raise ScoreRefused(f"{year}年没有考核指标，请先补充。")
    figures = year_figures(departments, year, on)
    act = record_act("draw_up_scorecards", actor, on, basis=f"{year}年") if departments else None
    for department in departments:
        card = Scorecard.objects.create(department=department, year=year, drawn_on=on)
        ScoreLine.objects.bulk_create(_line(card, one, figures[department.pk]) for one in criteria)
        assert act is not None
        note(act, card.object_kind, card.public_id, "draw_up", card.state)
    return len(departments)


def _line(card: Scorecard, one: ScoreCriterion, figures: YearFigures) -> ScoreLine:
    found = score(one.key, figures, one.weight)
    return ScoreLine(
        scorecard=card,
        place=one.place,
        key=one.key,
        title=one.title,
        weight=one.weight,
        how=one.how,
        clause=one.clause,
        counted=found.counted,
        computed=found.points,
    )


@transaction.atomic
def assess(card: Scorecard, *, points: Points, officer: Officer, actor: Actor, on: date) -> None:
    """部门自评. Raises ScoreRefused."""
    card = _locked(card)
    answers = Department.objects.answered_for_by(officer.department).filter(pk=card.department_id).exists()
    if not answers or not officer.has_role(Role.CLERK, Role.REVIEWER):
        raise ScoreRefused("由被考核部门的填报员或审核员自评。")
    _give(card, points, own=True)
    _move(card, "assess", record_act("assess_scorecard", actor, on, basis=str(card)), assessor=officer, assessed_on=on)


@transaction.atomic
def give_points(card: Scorecard, *, points: Points, officer: Officer, actor: Actor, on: date) -> None:
    """信用办评分. A criterion without data gets no points and does not count. Raises ScoreRefused."""
    card = _locked(card)
    _of_office(officer, card)
    if card.assessor_id == officer.pk:
        raise ScoreRefused("自评人不能给本部门评分，请由另一位同事评分。")
    _give(card, points, own=False)
    _move(card, "score", record_act("score_scorecard", actor, on, basis=str(card)), scorer=officer, scored_on=on)


@transaction.atomic
def send_back(card: Scorecard, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """退回重评. Raises ScoreRefused."""
    card = _for_approval(card, officer)
    if not reason.strip():
        raise ScoreRefused("请写明退回的理由。")
    act = record_act("return_scorecard", actor, on, reason=reason.strip()[:500], basis=str(card))
    _move(card, "send_back", act, opinion=act.reason, scorer=None, scored_on=None)


@transaction.atomic
def publish(card: Scorecard, *, officer: Officer, actor: Actor, on: date) -> None:
    """内部公布, never by who scored. Raises ScoreRefused."""
    card = _for_approval(card, officer)
    _move(
        card, "publish", record_act("publish_scorecard", actor, on, basis=str(card)), approver=officer, published_on=on
    )


def _for_approval(card: Scorecard, officer: Officer) -> Scorecard:
    card = _locked(card)
    _of_office(officer, card)
    if not officer.has_role(Role.OFFICE_APPROVER):
        raise ScoreRefused("由信用办审批。")
    if card.scorer_id == officer.pk:
        raise ScoreRefused("评分人不能审批自己的评分，请由另一位同事审批。")
    return card


def _give(card: Scorecard, points: Points, *, own: bool) -> None:
    lines = {line.key: line for line in card.lines.all()}
    wanted = {key for key, line in lines.items() if line.computed is not None}
    if set(points) - set(lines) or wanted - set(points):
        raise ScoreRefused("请逐项填写分数；暂无数据的不用填。")
    for key, (given, why) in points.items():
        line = lines[key]
        if not 0 <= given <= line.weight:
            raise ScoreRefused(f"“{line.title}”的分数应在0到{line.weight}之间。")
        if not own and given != line.computed and not why.strip():
            raise ScoreRefused(f"“{line.title}”的评分与平台计分不同，请写明理由。")
        if own:
            line.own, line.own_note = given, why.strip()[:300]
        else:
            line.points, line.note = given, why.strip()[:300]
    ScoreLine.objects.bulk_update(lines.values(), ["own", "own_note"] if own else ["points", "note"])


def _of_office(officer: Officer, card: Scorecard | None = None) -> None:
    reach = card is None or within_reach(officer).filter(pk=card.department_id).exists()
    if not officer.has_role(*OFFICE) or not reach:
        raise ScoreRefused("由信用办对所辖部门办理。")


def _locked(card: Scorecard) -> Scorecard:
    return Scorecard.objects.select_for_update(of=("self",)).select_related("department").get(pk=card.pk)


def _move(card: Scorecard, move: str, act: Act, **changes) -> None:
    try:
        apply(card, move, act, **changes)
    except IllegalMove as reason:
        raise ScoreRefused("这张考核表的状态已经变化，请刷新页面后再操作。") from reason
