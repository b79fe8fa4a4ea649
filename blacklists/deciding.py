"""Deciding (决定列入): the draft after the hearing, and the decision by whom the procedure names, by a second person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.models import Department, Officer, Role
from credit_platform.workdays import ONE_DAY, months_later
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from rules import clocks

from . import hinting
from .letters import decision_words, drop_words, write
from .models import Copy, Entry, Letter
from .notifying import APPROVERS, HANDLERS, Paper, hearing_clock
from .procedure import BODY, CONSULTATION, DECIDERS, procedure
from .refusals import SELF, ListRefused, keep_paper, locked, move, must_hold, reason_given, words

WITH_MINUTES = frozenset(DECIDERS) - {BODY, CONSULTATION}  # these decide by a document of their own, kept with the case
DRAFT = ("findings", "exit_conditions", "remedies")


@dataclass(frozen=True)
class Document:
    """决定所依的文件: minutes, reply or approval, with its date and a copy."""

    title: str = ""
    number: str = ""
    dated: date | None = None
    paper: Paper | None = None


@transaction.atomic
def review(
    entry: Entry,
    *,
    findings: str,
    months: int,
    exit_conditions: str,
    remedies: str,
    measures: Sequence[UUID] | None = None,
    correct_by: date | None = None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> None:
    """核实完毕，报请决定: every statement is answered, the decision drafted. `measures`: public ids of items of the measure list
    in force; None: those that were proposed. Raises ListRefused.
    """
    must_hold(officer, *HANDLERS, said="只有经办人员可以报请决定。")
    entry = locked(entry, officer)
    if entry.statements.filter(answered_on__isnull=True, waived=False).exists():
        raise ListRefused("还有陈述申辩没有答复，请逐条核实并答复后再报请决定。")
    rules = procedure(on, entry.department)
    faults = {}
    if not rules.shortest_months <= months <= rules.longest_months:
        faults["months"] = (
            f"列入期限应在{rules.shortest_months}至{rules.longest_months}个月之间（{rules.clause('longest_months')}）。"
        )
    elif correct_by and not on <= correct_by <= months_later(on, months):
        faults["correct_by"] = "纠正期限应在今天之后、列入期限之内。"
    if faults:
        raise ListRefused(faults=faults)
    changes = words(Entry, {"findings": findings, "exit_conditions": exit_conditions, "remedies": remedies}, *DRAFT)
    hinted = hinting.current(entry) if measures is None else hinting.chosen(measures, on, person=entry.person)
    changes["measures"] = hinting.words_of(hinted)
    act = record_act("review_entry", actor, on)
    move(entry, "review", act, drafter=officer, months=months, correct_by=correct_by, **changes)
    hinting.keep(entry, hinted, on)


@transaction.atomic
def give_back(entry: Entry, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """退回补充. Raises ListRefused."""
    entry = _for_approver(entry, officer)
    move(entry, "return", record_act("return_entry", actor, on, reason=reason_given(reason, "退回的")))


@transaction.atomic
def decide(
    entry: Entry,
    *,
    document: Document = Document(),
    copies: Iterable[Department] = (),
    officer: Officer,
    actor: Actor,
    on: date,
) -> Letter:
    """决定列入, as the procedure says, recorded by somebody who neither proposed nor drafted it. Raises ListRefused."""
    rules = procedure(on, entry.department)
    entry = _for_approver(entry, officer)
    if rules.decider != BODY and not officer.has_role(Role.OFFICE_APPROVER):
        raise ListRefused(f"按规定由{DECIDERS[rules.decider]}决定，由信用办审批办理。")
    if not Entry.objects.grounded().filter(pk=entry.pk).exists():
        raise ListRefused("所依据的决定已经撤销，不能列入。")
    clock = hearing_clock(entry)
    if clock is None or entry.hearing_closed_on is None or entry.months is None:
        raise ListRefused("尚未告知并听取陈述申辩，不能决定。")
    hinting.must_be_listed(entry, on)
    act = record_act("decide_entry", actor, on, basis=entry.basis)
    kept = _document(entry, rules.decider, document, on)
    # Not saved yet: the letter says what the decision says, and the decision names the letter.
    entry.decided_on, entry.approver = on, officer
    entry.until = months_later(on, entry.months) - ONE_DAY
    for name, value in kept.items():
        setattr(entry, name, value)
    letter = write(Letter.Kind.DECISION, entry, decision_words(entry), maker=officer, act=act)
    move(
        entry, "decide", act, decider=rules.decider, decision_number=letter.number, approver=officer, decided_on=on,
        until=entry.until, **(kept | {"document_number": entry.document_number or letter.number}),
    )  # fmt: skip
    for department in copies:
        if department.pk != entry.department_id:
            Copy.objects.get_or_create(entry=entry, department=department, defaults={"sent_on": on})
    return letter


def _document(entry: Entry, decider: str, document: Document, on: date) -> dict:
    said = words(Entry, {"document_title": document.title, "document_number": document.number})
    if decider == CONSULTATION:
        asked = entry.consultations.all()
        if not asked or any(one.replied_on is None for one in asked):
            raise ListRefused("按规定须商有关部门：请先征求意见，并登记每个部门的回复。")
    faults = {}
    if decider in WITH_MINUTES:
        faults = missing(document, f"{DECIDERS[decider]}会议纪要或批复的")
    if document.dated and not entry.proposed_on <= document.dated <= on:
        faults["document_date"] = "决定文件的日期应在提出之后、今天之前，请核对。"
    if faults:
        raise ListRefused(faults=faults)
    path, name = keep_paper(document.paper.name, document.paper.data) if document.paper else ("", "")
    return {**said, "document_date": document.dated, "document_path": path, "document_name": name}


def missing(document: Document, what: str) -> dict[str, str]:
    """What a document that a decision needs lacks, by field of the form."""
    parts = {
        "document_title": (document.title, f"请填写{what}名称。"), "document_number": (document.number, f"请填写{what}文号。"),
        "document_date": (document.dated, f"请填写{what}日期。"), "paper": (document.paper, f"请上传{what}扫描件。"),
    }  # fmt: skip
    return {name: fault for name, (said, fault) in parts.items() if not said}


@transaction.atomic
def drop(entry: Entry, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不予列入, by a second person; whoever was told before is told of this, too. Raises ListRefused."""
    entry = _for_approver(entry, officer, drafter=False)
    reason = reason_given(reason, "不予列入的")
    act = record_act("drop_entry", actor, on, reason=reason)
    close_case(entry, act, officer)


def close_case(entry: Entry, act: Act, officer: Officer | None) -> None:
    """The case ends without an entry: no clock runs on, and whoever was told is told so. In the caller's transaction."""
    move(entry, "drop", act)
    clock = hearing_clock(entry)
    if clock and clock.state in ("running", "paused"):
        clocks.cancel(clock, act=act)
    if entry.notice_number:
        write(Letter.Kind.DROP, entry, drop_words(entry, act.reason), maker=officer, act=act)


@transaction.atomic
def acknowledge(copy: Copy, *, officer: Officer, actor: Actor, on: date) -> None:
    """签收抄送, by the department that got it. Raises ListRefused."""
    copy = Copy.objects.select_for_update(of=("self",)).select_related("entry").get(pk=copy.pk)
    if not Department.objects.answered_for_by(officer.department).filter(pk=copy.department_id).exists():
        raise ListRefused("只能签收抄送本部门的决定。")
    must_hold(officer, *HANDLERS, said="只有经办人员可以签收。")
    if copy.acknowledged_on:
        raise ListRefused("已经签收。")
    copy.acknowledged_on, copy.acknowledged_by = on, officer
    copy.save(update_fields=["acknowledged_on", "acknowledged_by"])
    act = record_act("acknowledge_copy", actor, on)
    note(act, Entry.object_kind, copy.entry.public_id, "acknowledge_copy", copy.entry.state)


def _for_approver(entry: Entry, officer: Officer, *, drafter: bool = True) -> Entry:
    must_hold(officer, *APPROVERS, said="由审核员或信用办审批办理。")
    entry = locked(entry, officer)
    if officer.pk == entry.proposer_id or (drafter and officer.pk == entry.drafter_id):
        raise ListRefused(SELF)
    return entry
