"""Reminding (信用提醒): a minor act is told to who did it, with the order to stop and put it right; put right, it is closed.

Source: E5; Hua 二(四)1. Opened by one person of the department whose act it is, signed by another.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from blacklists.grading import Grade
from blacklists.grading_records import GRADED, ground_of
from blacklists.models import ReportedAct
from blacklists.notifying import Paper
from blacklists.procedure import procedure
from blacklists.querysets import GONE
from blacklists.refusals import (
    SELF,
    ListRefused,
    keep_paper,
    locked,
    move,
    must_hold,
    reason_given,
    words,
)
from ledger.acts import CLOCK, Actor, record_act
from ledger.models import Act
from ledger.moves import note
from records.models import Record
from rules import clocks
from rules.clocks import rule_for
from rules.models import CaseClock
from subjects.models import Subject

from .case_letters import write
from .minor_querysets import CASE, INTERVIEW, RECTIFY, URGE
from .models import MinorCase

HANDLERS = (Role.CLERK, Role.OFFICE)
SIGNERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
RIGHTS = "对认定有异议的，可以向我单位提出书面异议并提交证明材料，我单位将核查并书面答复；完成整改的，请书面告知并附证明材料。"
YEAR, BATCH = timedelta(days=366), 500


@dataclass(frozen=True)
class MinorAct:
    """轻微失信行为 that may be dealt with: the record or determination, and what the rules call it."""

    source: Record | ReportedAct
    ground: str
    clause: str
    document: str

    @property
    def decided_on(self) -> date:
        return self.source.decided_on

    @property
    def subject(self) -> Subject:
        return self.source.subject


def minor_acts(department: Department, on: date, *, subject: Subject | None = None) -> list[MinorAct]:
    """The department's acts of the last year that the rules of the day grade as minor and nobody has dealt with, latest first;
    of a subject, or of all. Persons never: the text is about enterprises.
    """
    rules = procedure(on, department)
    grounds = rules.grading.grounds
    if not grounds:
        return []
    own = Department.objects.answered_for_by(department)
    reported = ReportedAct.objects.standing().filter(department__in=own, decided_on__range=(on - YEAR, on))
    records = Record.objects.filter(department__in=own, kind__in=GRADED, decided_on__range=(on - YEAR, on))
    records = records.exclude(state__in=GONE)
    if subject is not None:
        reported, records = reported.filter(subject=subject), records.filter(subject=subject)
    dealt = MinorCase.objects.exclude(state="dropped")
    reported = reported.exclude(pk__in=dealt.filter(act__isnull=False).values("act")).exclude(subject__kind="person")
    records = records.exclude(pk__in=dealt.filter(record__isnull=False).values("record")).exclude(
        subject__kind="person"
    )
    found = [_minor(one, one.ground, one.document, grounds) for one in reported.select_related("subject")[:BATCH]]
    for record in records.select_related("subject", "version").order_by("-decided_on", "-pk")[:BATCH]:
        found.append(_minor(record, ground_of(record, rules)[0], record.document_number, grounds))
    return sorted((one for one in found if one), key=lambda one: one.decided_on, reverse=True)


def _minor(source: Record | ReportedAct, ground: str, document: str, grounds) -> MinorAct | None:
    rule = grounds.get(ground)
    return MinorAct(source, rule.title, rule.clause, document) if rule and rule.grade == Grade.MINOR else None


@transaction.atomic
def open_case(source: Record | ReportedAct, *, demand: str, officer: Officer, actor: Actor, on: date) -> MinorCase:
    """提出处置 of one minor act. `demand`: what is to stop and to be put right. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="由认定部门填报员或信用办经办提出。")
    known = minor_acts(officer.department, on, subject=source.subject)
    found = next((one for one in known if one.source == source), None)
    if found is None:
        raise ListRefused("这个行为不是本部门一年内认定的轻微失信行为，或者已在处置，请刷新页面查看。")
    said = words(MinorCase, {"demand": demand}, "demand")
    act = record_act("open_minor_case", actor, on, basis=found.clause[:500])
    try:
        with transaction.atomic():
            made = MinorCase.objects.create(
                subject=source.subject, department_id=source.department_id, ground=found.ground, clause=found.clause,
                document=found.document, proposer=officer, proposed_on=on, **said,
                **{"record" if isinstance(source, Record) else "act": source},
            )  # fmt: skip
    except IntegrityError as already:
        raise ListRefused("这个行为已在处置。") from already
    note(act, made.object_kind, made.public_id, "open_minor_case", made.state)
    return made


@transaction.atomic
def issue(case: MinorCase, *, officer: Officer, actor: Actor, on: date) -> None:
    """签发信用提醒函, by another person; the days for putting right begin when it is served. Raises ListRefused."""
    case = for_signer(case, officer)
    if not MinorCase.objects.grounded().filter(pk=case.pk).exists():
        raise ListRefused("所依据的认定已经撤销，不能再提醒；请不予处置。")
    days = rule_for(CASE, RECTIFY, on).working_days
    parts = [
        ("认定结果", f"{case.ground}（{case.document}，{case.clause}）。"),
        ("整改要求", f"{case.demand}\n请自收到本函之日起{days}个工作日内完成。"),
        ("你（单位）的权利", RIGHTS),
    ]
    act = record_act("issue_reminder", actor, on, basis=case.clause[:500])
    write("reminder", case, parts, places={}, rights=["你（单位）的权利"], signer=officer, act=act)
    move(case, "issue", act, issuer=officer)


@transaction.atomic
def drop(case: MinorCase, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不予处置, before anything was sent. Raises ListRefused."""
    must_hold(officer, *HANDLERS, *SIGNERS, said="由经办人员或审核员办理。")
    move(
        mine(case, officer), "drop", record_act("drop_minor_case", actor, on, reason=reason_given(reason, "不予处置的"))
    )


@transaction.atomic
def close(
    case: MinorCase,
    *,
    rectification: str,
    rectified_on: date,
    evidence: Paper | None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> None:
    """已整改，办结: what was put right, with evidence. One person does, for it takes a burden away. Raises ListRefused."""
    must_hold(officer, *HANDLERS, *SIGNERS, said="由经办人员或审核员办理。")
    case = mine(case, officer)
    if not case.proposed_on <= rectified_on <= on:
        raise ListRefused(faults={"rectified_on": "整改完成日期应在提出处置之后、今天之前，请核对。"})
    said = words(MinorCase, {"rectification": rectification}, "rectification")
    if evidence is None:
        raise ListRefused(faults={"paper": "请上传整改凭证的扫描件。"})
    path, name = keep_paper(evidence.name, evidence.data)
    act = record_act("close_minor_case", actor, on, reason="已完成整改")
    move(case, "close", act, rectified_on=rectified_on, evidence_path=path, evidence_name=name, closer=officer, **said)
    _end_clocks(case, act, met=True)
    _cancel_interviews(case, act)


@transaction.atomic
def note_baseless(on: date) -> int:
    """依据已撤销的不再处置. Returns how many. Idempotent."""
    found = list(MinorCase.objects.baseless().order_by("pk").select_for_update(skip_locked=True, of=("self",))[:BATCH])
    for case in found:
        act = record_act("lapse_minor_case", CLOCK, on, reason="所依据的认定已经撤销")
        move(case, "lapse", act)
        _end_clocks(case, act, met=False)
        _cancel_interviews(case, act)
    return len(found)


def _end_clocks(case: MinorCase, act: Act, *, met: bool) -> None:
    clocks.end(clocks_of(case, RECTIFY, URGE), met=met, act=act)
    clocks.end(clocks_of(case, INTERVIEW), met=False, act=act)


def _cancel_interviews(case: MinorCase, act: Act) -> None:
    for one in case.interviews.filter(state="appointed"):
        move(one, "cancel", act)


def clocks_of(case: MinorCase, *steps: str):
    """办理时限 of the steps."""
    return CaseClock.objects.of(CASE, case.public_id).filter(step__in=steps)


def mine(case: MinorCase, officer: Officer) -> MinorCase:
    """Locked, where the officer's department answers for it. Raises ListRefused."""
    own = Department.objects.answered_for_by(officer.department)
    if not own.filter(pk=case.department_id).exists():
        raise ListRefused("由认定这个行为的部门办理。")
    return locked(case, officer)


def for_signer(case: MinorCase, officer: Officer) -> MinorCase:
    """The same for who signs letters: another than opened it. Raises ListRefused."""
    must_hold(officer, *SIGNERS, said="文书由审核员或信用办审批签发。")
    case = mine(case, officer)
    if officer.pk == case.proposer_id:
        raise ListRefused(SELF)
    return case
