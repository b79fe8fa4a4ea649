"""Findings (比对发现的差异): a reconciliation is run and its differences kept, ticked on paper, explained, judged. Source: J3."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Department, Officer, Role
from ledger.acts import Actor, record_act
from ledger.models import Event
from ledger.moves import apply, note
from records import files
from records.models import Record

from .comparing import Compared, Difference, Document
from .counting import decided_by
from .listed import public, read_list
from .models import Finding, PaperTick, Reconciliation, Source, SourceKind
from .reach import OFFICE, within_reach
from .reconciling import DECISIONS, GONE, ReconciliationRefused, documents_of, reconcile, rows_of


@transaction.atomic
def run(
    *,
    department: Department,
    first: date,
    last: date,
    lists: Mapping[str, tuple[str, bytes]],
    paper: bool,
    officer: Officer,
    actor: Actor,
    on: date,
    kinds: Sequence[str] = (),
) -> Reconciliation:
    """比对. `lists`: source → (file name, bytes). `paper`: files on paper will be ticked, too. Raises
    ReconciliationRefused and listed.ListRefused; then nothing is written.
    """
    if not officer.has_role(*OFFICE) or not within_reach(officer).filter(pk=department.pk).exists():
        raise ReconciliationRefused("只能由信用办对所辖部门进行比对。")
    if not lists and not paper:
        raise ReconciliationRefused("请至少上传一份清单，或选择核对纸质档案。")
    if first > last or last > on:
        raise ReconciliationRefused("请填写起止日期：起始不晚于截止，截止不晚于今天。")
    if set(lists) - {SourceKind.SITE, SourceKind.REGISTRATION, SourceKind.ENFORCEMENT}:
        raise ReconciliationRefused("请从列表中选择来源。")
    outcomes = {
        kind: reconcile(department, read_list(data, name), first=first, last=last, kinds=kinds)
        for kind, (name, data) in lists.items()
    }
    held = {kind for outcome in outcomes.values() for kind in outcome.period.kinds}
    if paper:
        held.update(kinds or DECISIONS)
    here = rows_of(department).filter(decided_on__range=(first, last), kind__in=held).exclude(state__in=GONE)
    made = Reconciliation.objects.create(
        department=department, first=first, last=last, officer=officer, run_on=on, here=here.count(), kinds=sorted(held)
    )
    act = record_act("reconcile", actor, on, basis=str(made))
    note(act, made.object_kind, made.public_id, "run", "done")
    for kind, outcome in outcomes.items():
        name, data = lists[kind]
        source = Source.objects.create(
            reconciliation=made,
            kind=kind,
            file_name=name[-255:],
            file_path=files.keep(data),
            file_sha256=hashlib.sha256(data).hexdigest(),
            rows=outcome.listed.rows,
            same=len(outcome.compared.same),
            unreadable=outcome.listed.unreadable,
        )
        keep_findings(source, _public_only(kind, outcome.compared), act)
    if paper:
        Source.objects.create(reconciliation=made, kind=SourceKind.PAPER)
    return made


def _public_only(kind: str, compared: Compared) -> Compared:
    """A department's own site shows what is public: what is not here either cannot be missing there."""
    if kind == SourceKind.SITE:
        shown = set(
            Record.objects.filter(pk__in=[one.place for one in compared.missing_there], state="released").values_list(
                "pk", flat=True
            )
        )
        compared.missing_there = [one for one in compared.missing_there if one.place in shown]
    return compared


def keep_findings(source: Source, compared: Compared, act) -> list[Finding]:
    """One row a difference, one event each; two statements."""
    department = source.reconciliation.department
    rows = [
        *(_finding(source, department, "missing_here", None, there, []) for there in compared.missing_here),
        *(_finding(source, department, "missing_there", here, None, []) for here in compared.missing_there),
        *(
            _finding(source, department, "different", here, there, [one.as_json() for one in found])
            for here, there, found in compared.different
        ),
    ]
    Finding.objects.bulk_create(rows, batch_size=2000)
    Event.objects.bulk_create(
        (
            Event(act=act, object_kind=row.object_kind, object_id=row.public_id, move="find", state=row.state)
            for row in rows
        ),
        batch_size=5000,
    )
    return rows


def _finding(
    source: Source, department: Department, what: str, here: Document | None, there: Document | None, columns: list
) -> Finding:
    one = here or there
    assert one is not None
    return Finding(
        source=source,
        department=department,
        what=what,
        record_id=here.place if here else None,
        row=there.place if there else None,
        document_number=one.number,
        subject_name=one.shown_name,
        person_key=(there.person if there else "") or one.person,
        decided_on=one.decided_on,
        columns=columns,
    )


@transaction.atomic
def tick(
    source: Source, *, outcomes: Mapping[Any, tuple[str, str]], officer: Officer, actor: Actor, on: date
) -> Counter[str]:
    """纸质核对: public id of a record → (outcome, note); who looked and when is kept with each. What is missing or
    different becomes a finding. Raises ReconciliationRefused.
    """
    source = Source.objects.select_for_update().select_related("reconciliation__department").get(pk=source.pk)
    if source.kind != SourceKind.PAPER or not officer.has_role(*OFFICE):
        raise ReconciliationRefused("只有信用办可以登记纸质核对的结果。")
    if not within_reach(officer).filter(pk=source.reconciliation.department_id).exists():
        raise ReconciliationRefused("只能由信用办对所辖部门登记纸质核对的结果。")
    records = {one.public_id: one for one in waiting_for_paper(source).filter(public_id__in=outcomes)}
    if len(records) < len(outcomes):
        raise ReconciliationRefused("有的文书已经核对过或不在这次比对之内，请刷新页面查看。")
    said: Counter[str] = Counter()
    for outcome, words in outcomes.values():
        if outcome not in PaperTick.Outcome.values:
            raise ReconciliationRefused("请从列表中选择核对结果。")
        if outcome == PaperTick.Outcome.DIFFERENT and not words.strip():
            raise ReconciliationRefused("内容不一致的，请写明哪一栏、档案中是什么。")
        said[outcome] += 1
    PaperTick.objects.bulk_create(
        PaperTick(
            source=source,
            record=records[key],
            outcome=outcome,
            note=words.strip()[:200],
            checker=officer,
            checked_on=on,
        )
        for key, (outcome, words) in outcomes.items()
    )
    act = record_act("tick_paper", actor, on, basis=str(source.reconciliation))
    note(act, source.reconciliation.object_kind, source.reconciliation.public_id, "tick", "done")
    documents = {
        one.place: one for one in documents_of(Record.objects.filter(pk__in=[one.pk for one in records.values()]))
    }
    compared = Compared()
    for key, (outcome, words) in outcomes.items():
        document = documents[records[key].pk]
        if outcome == PaperTick.Outcome.MISSING:
            compared.missing_there.append(document)
        elif outcome == PaperTick.Outcome.DIFFERENT:
            on_paper = Difference("纸质档案", "", public(words.strip())[:200])
            compared.different.append((document, replace(document, place=None), [on_paper]))
    keep_findings(source, compared, act)
    Source.objects.filter(pk=source.pk).update(rows=source.rows + len(outcomes), same=source.same + said["same"])
    return said


def waiting_for_paper(source: Source):
    """Records of the reconciliation whose file on paper nobody has looked at."""
    about = source.reconciliation
    rows = Record.objects.filter(
        decided_by([about.department]),
        kind__in=about.kinds or DECISIONS,
        decided_on__range=(about.first, about.last),
    )
    return rows.exclude(state__in=GONE).exclude(pk__in=source.ticks.values("record")).order_by("decided_on", "pk")


@transaction.atomic
def explain(finding: Finding, *, officer: Officer, reason: str, actor: Actor, on: date) -> None:
    """部门说明. Raises ReconciliationRefused."""
    finding = _locked(finding, "open", "这条差异已经处理过，请刷新页面查看。")
    if not officer.has_role(Role.CLERK, Role.REVIEWER) or not _answers(officer, finding):
        raise ReconciliationRefused("由该部门的填报员或审核员说明。")
    if not reason.strip():
        raise ReconciliationRefused("请写明差异的原因。")
    act = record_act("explain_finding", actor, on, reason=reason.strip()[:500], basis=str(finding))
    apply(finding, "explain", act, explanation=act.reason, explained_by=officer, decided_by=None)


@transaction.atomic
def judge(finding: Finding, *, officer: Officer, accepted: bool, reason: str, actor: Actor, on: date) -> None:
    """信用办认可或不认可说明; never who gave it. Raises ReconciliationRefused."""
    finding = _locked(finding, "explained", "这条差异没有待核的说明，请刷新页面查看。")
    if not officer.has_role(*OFFICE) or not within_reach(officer).filter(pk=finding.department_id).exists():
        raise ReconciliationRefused("由信用办核定部门的说明。")
    if finding.explained_by_id == officer.pk:
        raise ReconciliationRefused("自己作出的说明不能由自己核定，请由另一位同事核定。")
    if not accepted and not reason.strip():
        raise ReconciliationRefused("不认可的，请写明理由。")
    act = record_act(
        "accept_finding" if accepted else "reject_finding", actor, on, reason=reason.strip()[:500], basis=str(finding)
    )
    apply(finding, "accept" if accepted else "reject", act, decided_by=officer, answer=act.reason)


def _locked(finding: Finding, state: str, otherwise: str) -> Finding:
    finding = Finding.objects.select_for_update(of=("self",)).select_related("department").get(pk=finding.pk)
    if finding.state != state:
        raise ReconciliationRefused(otherwise)
    return finding


def _answers(officer: Officer, finding: Finding) -> bool:
    return Department.objects.answered_for_by(officer.department).filter(pk=finding.department_id).exists()
