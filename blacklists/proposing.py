"""Proposing (提出列入): a department names a subject, the behaviour of the list, and what it rests on. Source: D3."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from ledger.acts import Actor, record_act
from ledger.moves import note
from records.models import Record
from subjects.models import Subject, SubjectKind

from . import grounding, hinting
from .models import Entry, Ground, ReportedAct
from .procedure import procedure
from .querysets import GONE
from .refusals import ListRefused, locked, move, must_hold, reason_given, words


@transaction.atomic
def propose(
    subject: Subject,
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
    """提出列入, as the officer's department. `behaviour`: key of the behaviour list in force; `measures`: public ids of items
    of the measure list in force. Raises ListRefused.
    """
    must_hold(officer, Role.CLERK, Role.OFFICE, said="只有填报员和信用办经办可以提出列入。")
    item = procedure(on, officer.department).behaviours.get(behaviour)
    person = subject.kind == SubjectKind.PERSON
    faults = {}
    if item is None:
        faults["behaviour"] = "请从现行行为清单中选择严重失信行为。"
    elif not grounding.fits(item, person=person):
        faults["behaviour"] = f"“{item.title}”只能是自然人的行为，不能据以列入单位。"
    try:
        said = words(Entry, {"reasons": reasons, "basis": basis}, "reasons", "basis")
    except ListRefused as refused:
        faults |= refused.faults
    if not (records or acts):
        faults["record"] = "请选择列入所依据的决定：一条记录，或部门认定并确认的失信行为。"
    if faults or item is None:
        raise ListRefused(faults=faults)
    hinted = hinting.chosen(measures, on, person=person)
    if subject.merged_into_id:
        raise ListRefused("这个主体已并入其他主体，请对合并后的主体提出。")
    _check_grounds(subject, records, acts, officer)
    act = record_act("propose_entry", actor, on, reason=said["reasons"][:500], basis=said["basis"])
    try:
        with transaction.atomic():
            entry = Entry.objects.create(
                subject=subject,
                person=person,
                department=officer.department,
                behaviour=item.key,
                behaviour_title=item.title,
                behaviour_version=item.version,
                field=item.field,
                proposer=officer,
                proposed_on=on,
                measures=hinting.words_of(hinted),
                **said,
            )
    except IntegrityError as already:
        raise ListRefused("本部门已对这个主体的同一行为提出列入或已列入，不用再次提出。") from already
    Ground.objects.bulk_create(
        [*(Ground(entry=entry, record=one) for one in records), *(Ground(entry=entry, act=one) for one in acts)]
    )
    hinting.keep(entry, hinted, on)
    note(act, entry.object_kind, entry.public_id, "propose_entry", entry.state)
    return entry


def _check_grounds(subject: Subject, records: Sequence[Record], acts: Sequence[ReportedAct], officer: Officer) -> None:
    same = set(Subject.objects.one_with(subject).values_list("pk", flat=True))
    every: list[Record | ReportedAct] = [*records, *acts]
    if any(one.subject_id not in same for one in every):
        raise ListRefused("所依据的决定不是这个主体的，请核对。")
    if any(one.state in GONE for one in records) or any(one.state != "confirmed" for one in acts):
        raise ListRefused("所依据的决定已撤下，或者尚未经第二人确认，不能作为依据。")
    if officer.has_role(Role.OFFICE):
        return
    own = set(Department.objects.answered_for_by(officer.department).values_list("pk", flat=True))
    if any(one.department_id not in own for one in every):
        raise ListRefused("部门只能依据本部门的决定提出列入；涉及几个部门的，请报信用办综合认定。")


@transaction.atomic
def take_back(entry: Entry, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """收回, by the proposer or who took over their work, before the subject was told. Raises ListRefused."""
    entry = locked(entry, officer)
    if not Officer.objects.answered_for_by(officer).filter(pk=entry.proposer_id).exists():
        raise ListRefused("只能收回自己提出的。")
    move(entry, "take_back", record_act("take_back_entry", actor, on, reason=reason_given(reason, "收回的")))
