"""申请信用修复: by the subject itself or, for whoever comes in person, by staff at the counter. One use case, two doors. Source: F4, F6.

It goes to whoever determined (谁认定谁修复), by the one rule of records/addressing.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import Department, Officer, Role
from blacklists.models import Entry, ReportedAct
from blacklists.notifying import Paper
from blacklists.refusals import FOLDER, ListRefused, must_act_for, must_hold, words
from blacklists.repair_rules import COURT
from credit_platform.keeping import PaperRefused, check_paper, keep, title_of
from credit_platform.locks import Lock, hold
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note
from records.addressing import addressee_of, in_charge
from records.models import Record
from representation.models import Representative
from rules import clocks
from rules.clocks import ClockRefused

from .eligibility import Target, of
from .eligibility_rules import MISSING
from .models import Proof, Repair
from .querysets import ACCEPTANCE, CASE, FORWARD, OPEN, RESULT

STAFF = (Role.CLERK, Role.REVIEWER, Role.OFFICE)
ALREADY = "这一条已有一件修复申请在办，不用重复申请。"
MOST = 10  # papers of one application


@dataclass(frozen=True)
class Attached:
    """一份材料: what it proves, and the file."""

    kind: str
    paper: Paper


@dataclass(frozen=True)
class Ruling:
    """裁定: that approved the plan of reorganisation or the settlement; public with what is masked by it."""

    court: str = ""
    number: str = ""
    ruled_on: date | None = None


@transaction.atomic
def apply_for(
    target: Target,
    *,
    what_was_done: str,
    papers: Sequence[Attached],
    minor: bool = False,
    bankrupt: bool = False,
    ruling: Ruling = Ruling(),
    officer: Officer | None = None,
    representative: Representative | None = None,
    actor: Actor,
    on: date,
) -> Repair:
    """提交申请, by staff at the counter (`officer`) or by whoever acts for the subject (`representative`).
    Raises ListRefused with every fault.
    """
    if officer is not None:
        must_hold(officer, *STAFF, said="由填报员、审核员或信用办经办代为登记。")
        if not type(target).objects.visible_to(officer).filter(pk=target.pk).exists():
            raise ListRefused("不在您的职责范围内。")
    else:
        must_act_for(representative, target.subject, on)
    target = _locked(target)
    if Repair.objects.open().of(target).exists():
        raise ListRefused(ALREADY)
    found = of(target, on, given=[one.kind for one in papers], minor=minor, bankrupt=bankrupt)
    if not found.may_apply:
        raise ListRefused(found.why)
    said, faults = _words(what_was_done)
    faults |= {kind: f"请上传{MISSING[kind]}。" for kind in found.missing}
    if bankrupt and COURT not in {one.kind for one in papers}:
        faults[COURT] = f"请上传{MISSING[COURT]}。"
    approved = ruling_said(ruling, faults, on) if bankrupt else {}
    if len(papers) > MOST:
        faults["papers"] = f"最多上传{MOST}个文件，请合并后上传。"
    kept = _kept(papers, faults)
    serial = _next_serial(on.year)
    act = record_act("apply_for_repair", actor, on, basis=found.clause)
    try:
        with transaction.atomic():
            repair = Repair.objects.create(
                number=f"信修申〔{on.year}〕{serial}号", year=on.year, serial=serial, subject=target.subject, department=_handler(target, on),
                record=target if isinstance(target, Record) else None, entry=target if isinstance(target, Entry) else None,
                act=target if isinstance(target, ReportedAct) else None,
                procedure=found.procedure, clause=found.clause[:300], minor=minor, bankrupt=bankrupt, filed_on=on, filed_by=officer, representative=representative,
                **said, **approved,
            )  # fmt: skip
    except IntegrityError as already:
        raise ListRefused(ALREADY) from already
    note(act, repair.object_kind, repair.public_id, "apply_for_repair", repair.state)
    _add(repair, kept, officer, act)
    _begin(repair, act)
    return repair


@transaction.atomic
def add_papers(
    repair: Repair,
    *,
    papers: Sequence[Attached],
    officer: Officer | None = None,
    representative: Representative | None = None,
    actor: Actor,
    on: date,
) -> None:
    """补充材料, while it is open. Raises ListRefused."""
    if officer is not None:
        must_hold(officer, *STAFF, said="由填报员、审核员或信用办经办代为登记。")
        if not Repair.objects.visible_to(officer).filter(pk=repair.pk).exists():
            raise ListRefused("不在您的职责范围内。")
    else:
        must_act_for(representative, repair.subject, on)
    repair = Repair.objects.select_for_update(of=("self",)).get(pk=repair.pk)
    if repair.state not in OPEN:
        raise ListRefused("这件申请已经办结，不能再补充材料。")
    if not papers:
        raise ListRefused(faults={"papers": "请选择要补充的文件。"})
    if repair.proofs.count() + len(papers) > MOST:
        raise ListRefused(faults={"papers": f"一件申请最多{MOST}个文件。"})
    kept = _kept(papers, {})
    act = record_act("add_repair_papers", actor, on)
    _add(repair, kept, officer, act)
    apply(repair, "supplement", act)


def attach(repair: Repair, one: Attached, officer: Officer | None, act: Act) -> None:
    """One paper more, in the caller's transaction. Raises ListRefused."""
    _add(repair, _kept([one], {}), officer, act)


def given(repair: Repair) -> list[str]:
    """Kinds of the papers at hand, as eligibility asks for them."""
    return list(repair.proofs.values_list("kind", flat=True))


def _words(what_was_done: str) -> tuple[dict[str, str], dict[str, str]]:
    try:
        return words(Repair, {"what_was_done": what_was_done}, "what_was_done"), {}
    except ListRefused as refused:
        return {"what_was_done": ""}, dict(refused.faults)


def ruling_said(ruling: Ruling, faults: dict[str, str], on: date) -> dict[str, Any]:
    """Fields of the repair; faults of what is missing."""
    said: dict[str, Any] = {}
    for name, value in (("court", ruling.court), ("ruling_number", ruling.number)):
        try:
            said |= words(Repair, {name: value}, name)
        except ListRefused as refused:
            faults |= refused.faults
    if ruling.ruled_on is None or ruling.ruled_on > on:
        faults["ruled_on"] = "请填写裁定日期，不能晚于今天。"
    return said | {"ruled_on": ruling.ruled_on}


def _kept(papers: Sequence[Attached], faults: dict[str, str]) -> list[dict[str, Any]]:
    """Fields of a Proof of each; what cannot be is a fault of its field, and no file is kept while there is one anywhere.
    Raises ListRefused with `faults` and these.
    """
    named = []
    for one in papers:
        if one.kind not in Proof.Kind.values:
            faults["papers"] = "请从列表中选择材料的种类。"
            continue
        try:
            named.append((one, check_paper(one.paper.name, one.paper.data)))
        except PaperRefused as refused:
            faults[one.kind] = str(refused)
    if faults:
        raise ListRefused(faults=faults)
    return [
        {"kind": one.kind, "path": keep(one.paper.data, FOLDER), "name": name, "title": title_of(one.paper.name), "size": len(one.paper.data)}
        for one, name in named
    ]  # fmt: skip


def _add(repair: Repair, kept: Sequence[dict[str, Any]], officer: Officer | None, act: Act) -> None:
    for fields in kept:
        made = Proof.objects.create(repair=repair, added_on=act.day, added_by=officer, **fields)
        note(act, made.object_kind, made.public_id, "add", "kept")


def _begin(repair: Repair, act: Act) -> None:
    """即时转送: the clocks of the body that handles it begin at once."""
    try:
        forwarding = clocks.start(CASE, repair.public_id, FORWARD, department=repair.department, act=act)
        clocks.stop(forwarding, act=act)
        for step in (ACCEPTANCE, RESULT):
            clocks.start(CASE, repair.public_id, step, department=repair.department, act=act)
    except ClockRefused as refused:
        raise ListRefused(str(refused)) from refused
    apply(repair, "forward", act)


def _locked(target: Target) -> Target:
    if isinstance(target, Entry):
        entries = Entry.objects.select_for_update(of=("self",)).select_related("subject", "department")
        return entries.get(pk=target.pk)
    if isinstance(target, ReportedAct):
        acts = ReportedAct.objects.select_for_update(of=("self",)).select_related("subject", "department")
        return acts.get(pk=target.pk)
    records = Record.objects.select_for_update(of=("self",)).select_related("subject", "department", "version")
    return records.get(pk=target.pk)


def _handler(target: Target, on: date) -> Department:
    return addressee_of(target, on) if isinstance(target, Record) else in_charge(target.department, on)


def _next_serial(year: int) -> int:
    hold(Lock.REPAIRS)
    return (Repair.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0) + 1
