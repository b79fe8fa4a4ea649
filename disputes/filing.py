"""Filing (提出异议、投诉): by whoever may act for the subject, online or at the counter; marked in public in the same transaction.

Source: F2, F10; Shanghai 2017 第36条 for the mark and the days; domain.md §3c.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import Department, Officer, Role
from blacklists.issuing import office_of
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, move, must_act_for, must_hold, words
from credit_platform import keeping
from credit_platform.locks import Lock, hold
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from records.marking import mark, unmark
from records.models import Mark
from representation.models import Representative
from rules import clocks
from rules.models import CaseClock
from sanctions import resting
from subjects.models import Subject

from .models import Attachment, Dispute
from .targets import Target, find_target

FOLDER = "disputes"
MOST_PAPERS = 5
MARK, FORWARD, SUPPLIER, REPLY, REVIEW = "mark", "forward", "supplier", "reply", "review"  # of rules.ClockRule
MARKABLE = (Dispute.Target.RECORD, Dispute.Target.ENTRY, Dispute.Target.MEASURE)


@transaction.atomic
def file_dispute(
    *,
    kind: str,
    subject: Subject,
    target_kind: str,
    target_id: UUID | None,
    ground: str,
    statement: str,
    wish: str,
    wants_notice: bool = True,
    papers: Sequence[Paper] = (),
    about: Department | None = None,
    representative: Representative | None = None,
    officer: Officer | None = None,
    actor: Actor,
    on: date,
) -> Dispute:
    """提出异议或投诉. Exactly one of `representative` and `officer` (at the counter). `about`: the body that a complaint of
    handling is about. Raises ListRefused, with all that is wrong at once.
    """
    if officer is not None:
        must_hold(officer, Role.OFFICE, said="窗口受理由信用办经办办理。")
    else:
        must_act_for(representative, subject, on)
    target = _target(kind, subject, target_kind, target_id, about, on)
    said = words(Dispute, {"statement": statement, "wish": wish}, "statement", "wish")
    faults = {}
    if ground not in Dispute.Ground.values:
        faults["ground"] = "请选择理由。"
    if len(papers) > MOST_PAPERS:
        faults["papers"] = f"最多上传{MOST_PAPERS}个附件，请合并后再传。"
    if faults:
        raise ListRefused(faults=faults)
    checked = [(paper, _checked(paper)) for paper in papers]
    act = record_act(f"file_{kind}", actor, on)
    serial = _next_serial(on.year)
    try:
        with transaction.atomic():
            made = Dispute.objects.create(
                number=f"YS{on.year}{serial:06d}", year=on.year, serial=serial, kind=kind, subject=subject,
                target_kind=target_kind, target_id=target.public_id, target_title=target.title[:300],
                department=target.department, office=_office(target, officer, kind), ground=ground, wants_notice=wants_notice,
                representative=representative, filed_by=officer, filed_on=on, **said,
            )  # fmt: skip
    except IntegrityError as already:
        raise ListRefused("这一事项已有一件正在办理，不用重复提出；补充材料请在那一件的页面提交。") from already
    note(act, made.object_kind, made.public_id, "file", made.state)
    for paper, name in checked:
        _attach(made, paper, name, on, from_staff=False)
    _begin(made, act)
    return made


@transaction.atomic
def add_paper(
    case: Dispute, paper: Paper, *, representative: Representative | None = None, officer: Officer | None = None,
    actor: Actor, on: date,
) -> Attachment:  # fmt: skip
    """补充材料, while nobody has decided; by the subject, or by the staff of the case. Raises ListRefused."""
    case = Dispute.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if officer is None:
        must_act_for(representative, case.subject, on)
    if not case.is_open:
        raise ListRefused("已经办结，不能再补充材料；不服决定的，请申请复核。")
    if case.attachments.count() >= 4 * MOST_PAPERS:
        raise ListRefused("附件已经很多了，请合并后到窗口提交。")
    act = record_act("add_dispute_paper", actor, on)
    # What the office takes in at the counter is the subject's.
    from_staff = officer is not None and not officer.has_role(Role.OFFICE)
    made = _attach(case, paper, _checked(paper), on, from_staff=from_staff)
    note(act, case.object_kind, case.public_id, "add_paper", case.state)
    return made


@transaction.atomic
def withdraw(
    case: Dispute,
    *,
    paper: Paper | None = None,
    representative: Representative | None = None,
    officer: Officer | None = None,
    actor: Actor,
    on: date,
) -> None:
    """撤回, while nobody has decided: the mark goes. At the counter by the office, with the subject's signed `paper`.
    Raises ListRefused.
    """
    case = Dispute.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if officer is not None:
        take_at_counter(case, paper, "撤回书", officer, on)
    else:
        must_act_for(representative, case.subject, on)
    act = record_act("withdraw_dispute", actor, on, reason="主体撤回")
    move(case, "withdraw", act, closed_on=on)
    close_mark(case, act)
    end_clocks(case, act, met=False)


def take_at_counter(case: Dispute, paper: Paper | None, title: str, officer: Officer, on: date) -> None:
    """What the subject of a case filed at the counter wants next, in writing: nobody gives up a right for somebody else. Of one
    filed online only the subject's own account may. Raises ListRefused.
    """
    must_hold(officer, Role.OFFICE, said="窗口事项由信用办经办办理。")
    if case.representative_id is not None:
        raise ListRefused("这一件是网上提出的，由当事人登录后自己办理。")
    if paper is None:
        raise ListRefused(faults={"paper": f"请上传当事人签字的{title}。"})
    _attach(case, paper, _checked(paper), on, from_staff=False)


def end_clocks(case: Dispute, act: Act, *steps: str, met: bool) -> None:
    """Whatever of these steps still runs (all where none is named). In the caller's transaction."""
    rows = CaseClock.objects.of(case.kind, case.public_id)
    clocks.end(rows.filter(step__in=steps) if steps else rows, met=met, act=act)


def open_mark(case: Dispute, act: Act, *, suspends: bool) -> None:
    """标注 what an objection is about, anew where it stood otherwise. A complaint marks nothing."""
    if case.kind != Dispute.Kind.OBJECTION or case.target_kind not in MARKABLE:
        return
    unmark(case.public_id, act=act)
    mark(case.target_id, Mark.Kind.OBJECTION, case_id=case.public_id, suspends=suspends, act=act)
    resting.pace(act.day, act, subject=case.subject)


def close_mark(case: Dispute, act: Act) -> None:
    """解除标注: measures that rested may be carried out again, and their days go on."""
    unmark(case.public_id, act=act)
    resting.pace(act.day, act, subject=case.subject)


def _begin(case: Dispute, act: Act) -> None:
    """The mark stands at once: no day passes on which the public is not told. The days run from now."""
    clocks.start(case.kind, case.public_id, REPLY, department=case.office, act=act)
    if case.kind == Dispute.Kind.COMPLAINT:
        return
    clocks.start(case.kind, case.public_id, FORWARD, department=case.office, act=act)
    marking = clocks.start(case.kind, case.public_id, MARK, department=case.office, act=act)
    open_mark(case, act, suspends=False)
    clocks.stop(marking, act=act)


def _target(
    kind: str, subject: Subject, target_kind: str, target_id: UUID | None, about: Department | None, on: date
) -> Target:
    if kind not in Dispute.Kind.values:
        raise ListRefused("请选择提出异议还是投诉。")
    if target_kind == Dispute.Target.HANDLING and kind == Dispute.Kind.COMPLAINT:
        if about is None:
            raise ListRefused(faults={"about": "请选择投诉的是哪个单位。"})
        return Target(target_kind, subject.public_id, f"{about.name}的办理过程", about, subject)
    found = find_target(subject, target_kind, target_id, on) if target_id else None
    if found is None:
        raise ListRefused("没有找到所指的事项，或者它已经撤下、移出；请从信用档案中重新选择。")
    return found


def _office(target: Target, officer: Officer | None, kind: str) -> Department:
    """Who has it in hand. A complaint about an office goes to the one above, where there is one: nobody is judge in their own cause."""
    office = officer.department if officer is not None else office_of(target.department)
    if kind == Dispute.Kind.COMPLAINT and office == target.department and office.parent is not None:
        above = office_of(office.parent)
        if Officer.objects.holding(Role.OFFICE).filter(department=above).exists():
            return above
    return office


def _checked(paper: Paper) -> str:
    try:
        return keeping.check_paper(paper.name, paper.data)
    except keeping.PaperRefused as refused:
        raise ListRefused(faults={"papers": str(refused)}) from refused


def _attach(case: Dispute, paper: Paper, name: str, on: date, *, from_staff: bool) -> Attachment:
    path = keeping.keep(paper.data, FOLDER)
    return Attachment.objects.create(
        dispute=case, path=path, name=name, title=keeping.title_of(paper.name), size=len(paper.data), from_staff=from_staff, added_on=on,
    )  # fmt: skip


def _next_serial(year: int) -> int:
    """Held until the caller's transaction ends."""
    hold(Lock.DISPUTES)
    return (Dispute.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0) + 1
