"""Accepting (容缺受理): a written promise is drafted, signed, and the application taken in at once; then the papers come.

Only for subjects that the green channel admits on the day, and only papers that the department's list lets be late. Source: E7;
Yingkou (七), Suining 二(二)1(2), Harbin 3: 除法律法规要求提供的材料外……书面承诺在规定期限内提供，应先行受理.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.models import Officer, Role
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, keep_paper, locked, move, must_hold, reason_given, words
from credit_platform.locks import Lock, hold
from ledger.acts import Actor, record_act
from ledger.moves import note
from rules import clocks
from rules.calendar import working_calendar
from rules.models import CaseClock
from rules.querysets import CaseClockQuerySet

from .at_counter import Applicant, subject_of
from .green_channel import GreenChannel, standing_of
from .models import LatePapers, Matter, MatterPaper, PromisedPaper
from .printing import late_papers_pdf
from .querysets import HANDLERS

CASE, STEP = "late_papers", "deliver"  # of rules.ClockRule
STAFF = (*HANDLERS, Role.REVIEWER, Role.OFFICE_APPROVER)


@transaction.atomic
def draft(
    applicant: Applicant,
    *,
    matter: Matter,
    papers: Sequence[int],
    application: str,
    promised_by: date,
    officer: Officer,
    actor: Actor,
    on: date,
) -> LatePapers:
    """起草承诺书. `papers`: primary keys of the matter's papers that are missing. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="由窗口填报员或信用办经办容缺受理。")
    if not Matter.objects.visible_to(officer).in_use().filter(pk=matter.pk).exists():
        raise ListRefused("请从本部门使用中的材料清单中选择事项。")
    missing = _missing(matter, papers)
    _day_fits(missing, promised_by, on)
    said = words(LatePapers, {"application": application}, "application")
    subject = subject_of(applicant)
    found = admitted(standing_of(subject, on))
    serial = _next_serial(on.year)
    act = record_act("draft_late_papers", actor, on, basis=found.clause)
    made = LatePapers(
        number=f"容缺承诺〔{on.year}〕{serial}号", year=on.year, serial=serial, subject=subject, department=matter.department,
        matter=matter, promised_by=promised_by, standing=found.basis[:500], clause=found.clause[:300], drafter=officer,
        drafted_on=on, **said,
    )  # fmt: skip
    made.pdf_path = late_papers_pdf(made, missing)
    made.save(force_insert=True)
    PromisedPaper.objects.bulk_create(PromisedPaper(case=made, paper=one) for one in missing)
    note(act, made.object_kind, made.public_id, "draft", made.state)
    return made


def admitted(found: GreenChannel) -> GreenChannel:
    """The same, where late papers may be accepted at all. Raises ListRefused."""
    if not found.terms.late_papers:
        raise ListRefused("本地执行的文件没有规定容缺受理，请按材料齐备办理。")
    if not found.admitted:
        raise ListRefused(f"不符合绿色通道的条件，不能容缺受理：{found.basis}"[:400])
    return found


def _missing(matter: Matter, papers: Sequence[int]) -> list[MatterPaper]:
    missing = list(MatterPaper.objects.filter(matter=matter, pk__in=list(papers)))
    if not missing or len(missing) < len(set(papers)):
        raise ListRefused("请勾选缺少的材料。")
    for one in missing:
        if one.statutory:
            raise ListRefused(f"“{one.name}”是法律法规要求的材料，不能容缺，请当场补齐。")
        if one.late_days is None:
            raise ListRefused(f"“{one.name}”没有列为可以容缺的材料，请当场补齐。")
    return missing


def latest_day(missing: Sequence[MatterPaper], on: date) -> date:
    """The last day that can be promised: as many working days as the list grants to the least patient of the papers."""
    return working_calendar().add(on, min(one.late_days or 0 for one in missing)).date


def _day_fits(missing: Sequence[MatterPaper], promised_by: date, on: date) -> None:
    latest = latest_day(missing, on)
    if not on < promised_by <= latest:
        raise ListRefused(f"承诺补齐的日期应在今天之后、{latest}之前（按材料清单可容缺的工作日）。")


def _next_serial(year: int) -> int:
    hold(Lock.PROMISES)
    return (LatePapers.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0) + 1


@transaction.atomic
def accept(case: LatePapers, *, signed: Paper | None, officer: Officer, actor: Actor, on: date) -> None:
    """签署承诺书，先行受理: the signed paper is kept, the clock runs to the promised day. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="由窗口填报员或信用办经办容缺受理。")
    case = locked(case, officer)
    if signed is None:
        raise ListRefused("请上传申请人签署的承诺书扫描件。")
    if on > case.promised_by:
        raise ListRefused(f"承诺补齐的日期（{case.promised_by}）已过，请撤回后重新起草。")
    admitted(standing_of(case.subject, on))  # again: it may have been listed since
    path, name = keep_paper(signed.name, signed.data)
    act = record_act("accept_late_papers", actor, on, basis=case.clause)
    move(case, "accept", act, signed_path=path, signed_name=name, accepted_by=officer, accepted_on=on)
    clocks.start(CASE, case.public_id, STEP, department=case.department, act=act, fixed_on=case.promised_by)


@transaction.atomic
def deliver(case: LatePapers, *, papers: Sequence[int], officer: Officer, actor: Actor, on: date) -> None:
    """登记补交. `papers`: primary keys of PromisedPaper. The last one completes the case. Raises ListRefused."""
    must_hold(officer, *STAFF, said="由受理部门登记补交的材料。")
    case = locked(case, officer)
    brought = case.papers.filter(pk__in=list(papers), delivered_on__isnull=True)
    if not papers or brought.count() < len(set(papers)):
        raise ListRefused("请勾选这次补交的材料。")
    act = record_act("deliver_late_papers", actor, on)
    move(case, "deliver", act)
    brought.update(delivered_on=on, taken_by=officer)
    if not case.papers.filter(delivered_on__isnull=True).exists():
        move(case, "complete", act, completed_on=on)
        clocks.end(clocks_of(case), met=True, act=act)


@transaction.atomic
def cancel(case: LatePapers, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """撤回申请: nothing is promised any more. One that is overdue is not cancelled away: only whether it is a breach is asked.
    Raises ListRefused.
    """
    must_hold(officer, *STAFF, said="由受理部门办理撤回。")
    case = locked(case, officer)
    if case.state == LatePapers.State.ACCEPTED and on > case.promised_by:
        raise ListRefused("承诺的日期已过，不能再撤回；请登记补交，或者提出认定违诺。")
    act = record_act("cancel_late_papers", actor, on, reason=reason_given(reason, "撤回的"))
    move(case, "cancel", act)
    clocks.end(clocks_of(case), met=False, act=act)


def clocks_of(case: LatePapers) -> CaseClockQuerySet:
    """办理时限 that runs to the promised day."""
    return CaseClock.objects.open().of(CASE, case.public_id)
