"""Offering (提供名单线索): outside bodies name whom they hold fit for a list; a department takes it up or says why not.

A candidate does nothing by itself. Taken up it becomes the officer's own proposal or nomination, which goes every step of theirs.
Which bodies may offer says the pack; where it says nothing, all kinds. Source: D7; Suining 二(二)1(1), 二(二)3(3); Harbin 1.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from credit_platform.codes import check_uscc
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from records.models import Record
from rules import clocks
from rules.jurisdictions import find
from rules.models import CaseClock
from subjects.binding import Binder, Claim
from subjects.models import Identifier, Subject

from . import honouring, proposing
from .models import Announcement, Campaign, Candidate, CandidatePaper, Entry, Nomination, ReportedAct
from .notifying import Paper
from .refusals import ListRefused, keep_paper, locked, move, must_hold, reason_given, words

CASE, STEP = "candidate", "answer"  # of rules.ClockRule
MOST = 5  # papers of one candidate
A_DAY = 20  # candidates of one body
HANDLERS = (Role.CLERK, Role.OFFICE)
RED, BLACK = Candidate.Which.RED, Candidate.Which.BLACK


def admitted(kind: str, on: date) -> list[str]:
    """Lists for which bodies of the kind (Department.Outside) may offer on the day."""
    said = find(["outside.candidates_from", "red_list.sources"], on)
    if "outside.candidates_from" not in said:
        return [RED.value, BLACK.value]
    title = Department.Outside(kind).label
    if title in said["outside.candidates_from"].value:
        return [RED.value, BLACK.value]
    sources = said["red_list.sources"].value if "red_list.sources" in said else []
    return [RED.value] if any(title in source for source in sources) else []


def kinds_admitted(on: date) -> list[tuple[str, str]]:
    """机构性质 that may offer anything at all: (kind, title)."""
    return [(kind.value, str(kind.label)) for kind in Department.Outside if admitted(kind, on)]


def addressees(body: Department, on: date):
    """Departments that the body may name: those of the office that let it in."""
    if body.parent is None:
        return Department.objects.none()
    return Department.objects.tree(body.parent).in_office(on).order_by("name")


@transaction.atomic
def offer(
    *,
    which: str,
    code: str,
    name: str,
    matter: str,
    facts: str,
    department: Department,
    papers: Sequence[Paper],
    officer: Officer,
    actor: Actor,
    on: date,
) -> Candidate:
    """提供线索. Nothing is said of whether the platform knows the subject. Raises ListRefused."""
    body = Department.every.get(pk=officer.department_id)
    if not (officer.has_role(Role.OUTSIDE) and body.outside):
        raise ListRefused("只有外部机构的账号可以提供名单线索。")
    if which not in Candidate.Which.values:
        raise ListRefused("请选择推荐到哪个名单。")
    if which not in admitted(body.outside, on):
        raise ListRefused(f"按现行规定，{body.get_outside_display()}不能提供这个名单的线索。")
    if not Department.every.in_office(on).filter(pk=body.pk).exists():
        raise ListRefused("本机构的账号已停止使用，不能提供线索；请联系信用办。")
    check = check_uscc(code)
    if not check.valid:
        raise ListRefused(f"统一社会信用代码有误：{check.errors[0]}")
    said = words(Candidate, {"name": name, "matter": matter, "facts": facts}, "name", "matter", "facts")
    if not addressees(body, on).filter(pk=department.pk).exists():
        raise ListRefused("请从列表中选择主管部门。")
    if not 1 <= len(papers) <= MOST:
        raise ListRefused(f"请上传1至{MOST}份证明材料。")
    Department.every.select_for_update().get(pk=body.pk)  # their number a day is counted under the lock
    if Candidate.objects.filter(body=body, offered_on=on).count() >= A_DAY:
        raise ListRefused(f"一个机构一天最多提供{A_DAY}条线索，请明天再报。")
    kept = [keep_paper(one.name, one.data) for one in papers]
    act = record_act("offer_candidate", actor, on)
    try:
        with transaction.atomic():
            made = Candidate.objects.create(
                body=body,
                officer=officer,
                which=which,
                code=check.normalised,
                department=department,
                offered_on=on,
                **said,
            )
    except IntegrityError as already:
        raise ListRefused("已提供过这个主体的同一线索，正等待答复。") from already
    CandidatePaper.objects.bulk_create(
        CandidatePaper(candidate=made, number=number, path=path, name=title, size=len(one.data))
        for number, ((path, title), one) in enumerate(zip(kept, papers, strict=True), 1)
    )
    note(act, made.object_kind, made.public_id, "offer_candidate", made.state)
    clocks.start(CASE, made.public_id, STEP, department=department, act=act)
    return made


@transaction.atomic
def withdraw(candidate: Candidate, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """撤回, by the body, before an answer. Raises ListRefused."""
    if not Candidate.objects.offered_by(officer).filter(pk=candidate.pk).exists():
        raise ListRefused("只能撤回本机构提供的线索。")
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    act = record_act("withdraw_candidate", actor, on, reason=reason_given(reason, "撤回的"))
    move(candidate, "withdraw", act)
    _end_clock(candidate, act, met=False)


@transaction.atomic
def decline(candidate: Candidate, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不采用, with the reason that the body reads. Raises ListRefused."""
    candidate = _mine(candidate, officer)
    act = record_act("decline_candidate", actor, on, reason=reason_given(reason, "不采用的"))
    move(candidate, "decline", act, answer=act.reason, answered_by=officer, answered_on=on)
    _end_clock(candidate, act, met=True)


@transaction.atomic
def hand_on(
    candidate: Candidate, department: Department, *, officer: Officer, actor: Actor, on: date, reason: str
) -> None:
    """转其他部门, by the office: the body took the wrong one for competent. The clock begins anew. Raises ListRefused."""
    candidate = _mine(candidate, officer)
    must_hold(officer, Role.OFFICE, said="线索由信用办经办转其他部门。")
    if department.pk == candidate.department_id or not addressees(candidate.body, on).filter(pk=department.pk).exists():
        raise ListRefused("请从列表中选择另一个部门。")
    act = record_act("hand_on_candidate", actor, on, reason=reason_given(reason, "转办的"))
    move(candidate, "hand_on", act, department=department)
    _end_clock(candidate, act, met=False)
    clocks.start(CASE, candidate.public_id, STEP, department=department, act=act)


@transaction.atomic
def take_up_black(
    candidate: Candidate,
    *,
    behaviour: str,
    reasons: str,
    basis: str,
    measures: Sequence[UUID] = (),
    records: Sequence[Record] = (),
    acts: Sequence[ReportedAct] = (),
    officer: Officer,
    actor: Actor,
    on: date,
) -> Entry:
    """采用，提出列入: the officer's own proposal, on grounds of its own. Raises ListRefused."""
    candidate = _mine(candidate, officer, BLACK)
    subject = subject_of(candidate)
    if subject is None:
        raise ListRefused("平台还没有这个主体的信用记录，不能提出列入。请先依法作出决定并报送。")
    entry = proposing.propose(
        subject, behaviour=behaviour, reasons=reasons, basis=basis, measures=measures, records=records, acts=acts,
        officer=officer, actor=actor, on=on,
    )  # fmt: skip
    _take_up(candidate, officer, actor, on, entry=entry)
    return entry


@transaction.atomic
def take_up_red(
    candidate: Candidate,
    *,
    title: str,
    industry_list: str,
    deeds: str,
    basis: str,
    name: str = "",
    campaign: Campaign | None = None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> Nomination:
    """采用，推荐: the officer's own nomination. `name`: of a subject that the platform does not know yet, as the officer found
    it to be registered. Raises ListRefused.
    """
    candidate = _mine(candidate, officer, RED)
    subject = subject_of(candidate)
    if subject is None:
        said = words(Candidate, {"name": name}, "name")["name"]
        subject = _opened(candidate.code, said)
    made = honouring.nominate(
        subject, title=title, industry_list=industry_list, deeds=deeds, basis=basis, campaign=campaign, officer=officer,
        actor=actor, on=on,
    )  # fmt: skip
    _take_up(candidate, officer, actor, on, nomination=made)
    return made


def subject_of(candidate: Candidate) -> Subject | None:
    """The subject of the code, the one it was merged into; never one of the name."""
    held = Identifier.objects.filter(type="uscc", value=candidate.code).select_related("subject__merged_into").first()
    return (held.subject.merged_into or held.subject) if held else None


def answer_by(candidate: Candidate) -> CaseClock | None:
    """答复期限, running or over."""
    return CaseClock.objects.of(CASE, candidate.public_id).filter(step=STEP).order_by("-pk").first()


def outcomes(candidates: Collection[Candidate], on: date) -> dict[int, str]:
    """What the body may know of what became of each: what everybody may, and that it is under way. By primary key; in a fixed
    number of queries, where `entry` and `nomination` came along.
    """
    listed = {
        *Entry.objects.public(on).filter(candidate__in=candidates).values_list("candidate", flat=True),
        *Nomination.objects.public(on).filter(candidate__in=candidates).values_list("candidate", flat=True),
    }
    told = Announcement.objects.public(on)
    left = {
        *told.filter(entry__candidate__in=candidates).values_list("entry__candidate", flat=True),
        *told.filter(nomination__candidate__in=candidates).values_list("nomination__candidate", flat=True),
    }
    return {one.pk: _outcome(one, one.pk in listed, one.pk in left, on) for one in candidates}


def _outcome(candidate: Candidate, listed: bool, left: bool, on: date) -> str:
    became = candidate.entry or candidate.nomination
    if became is None:
        return ""
    if listed:
        return f"已列入{candidate.get_which_display()}并公示。"
    if became.public_from is not None and became.public_from <= on:
        return "曾列入，现已移出。" if left else "已办结。"  # who left is told no longer than to everybody
    return "经办理，未列入。" if became.state in ("dropped", "taken_back", "left") else "正在依程序办理。"


def _mine(candidate: Candidate, officer: Officer, which: str = "") -> Candidate:
    must_hold(officer, *HANDLERS, said="线索由填报员或信用办经办办理。")
    candidate = locked(candidate, officer)
    if which and candidate.which != which:
        raise ListRefused("这条线索是另一个名单的，请刷新页面查看。")
    if candidate.state != Candidate.State.OFFERED:
        raise ListRefused("这条线索已经答复或撤回，请刷新页面查看。")
    return candidate


def _opened(code: str, name: str) -> Subject:
    binder, claim = Binder(), Claim(("uscc", code), "sole_trader" if code.startswith("92") else "organisation", name)
    binder.look_up([claim])
    return Subject.objects.get(pk=binder.bind([claim])[0])


def _take_up(candidate: Candidate, officer: Officer, actor: Actor, on: date, **became: Entry | Nomination) -> None:
    act = record_act("take_up_candidate", actor, on)
    move(candidate, "take_up", act, answered_by=officer, answered_on=on, **became)
    _end_clock(candidate, act, met=True)


def _end_clock(candidate: Candidate, act: Act, *, met: bool) -> None:
    clock = answer_by(candidate)
    if clock and clock.state in ("running", "paused"):
        (clocks.stop if met else clocks.cancel)(clock, act=act)
