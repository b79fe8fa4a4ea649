"""Grading what is on file (综合认定): grounds out of records and determinations, proposals with the reasoning, no entries.

Amounts behind 一定数额 and 数额较大 stand in no text: the office sets them; until then a person judges. Source: D4.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import Department, Officer, Role
from credit_platform.periods import penalty_kinds
from credit_platform.workdays import months_later
from ledger.acts import CLOCK, Actor, record_act
from ledger.models import Act as LedgerAct
from ledger.moves import note
from records.models import Record
from records.responsible import WHOSE, controlled
from subjects.models import Subject

from .grading import YEAR, Act, Grade, Grading, grade
from .grounding import PENDING
from .models import GradeProposal, ReportedAct
from .procedure import Procedure, procedure
from .querysets import GONE
from .refusals import ListRefused, locked, move, must_hold, reason_given

# 处罚类别, in the words of the rule tables → the ground. Kinds that no text grades are left to a person.
BY_KIND = {
    "警告": "warning",
    "责令停产停业": "closure_or_licence_suspended_or_revoked",
    "责令关闭": "closure_or_licence_suspended_or_revoked",
    "暂扣许可证件": "closure_or_licence_suspended_or_revoked",
    "吊销许可证件": "closure_or_licence_suspended_or_revoked",
}
BY_AMOUNT = frozenset({"罚款", "没收"})
FAILED = "未按规定接受检查"
GRADED = ("penalty", "inspection")
BY_CONTROLLER = "controller_other"
# Hua 二(一)1–2 grades what was imposed (受到, 被处以) and says nothing of a report that nobody has checked. Until a second person
# has let the record through, it may yet be sent back: so it is named, and not counted.
UNCOUNTED = "报送后还没有审核放行，没有计入等级；放行后自动重新计算。"
CHUNK = 500  # subjects whose acts are read at once


@dataclass(frozen=True)
class Found:
    """What is on file: acts with their ground, where each comes from, and what a person has to judge."""

    acts: list[Act]
    sources: list[dict[str, str]]
    questions: list[str]


def acts_on_file(subject: Subject, on: date, rules: Procedure) -> Found:
    """The subject's acts known on the day: its records, confirmed determinations, serious acts of those in control."""
    return acts_of_all([subject.pk], on, rules)[subject.pk]


def acts_of_all(subject_ids: Collection[int], on: date, rules: Procedure) -> dict[int, Found]:
    """The same of many subjects, in four queries."""
    merged = Subject.objects.filter(merged_into__in=subject_ids).values_list("pk", "merged_into_id")
    home = {pk: pk for pk in subject_ids} | dict(merged)
    found = {pk: Found([], [], []) for pk in subject_ids}
    _records(found, home, on, rules)
    reported = ReportedAct.objects.standing().filter(subject__in=home, decided_on__lte=on).order_by("decided_on", "pk")
    for one in reported:
        if one.ground in rules.grading.grounds:
            _add(found[home[one.subject_id]], one.ground, one.decided_on, one.document, "act", one)
    if BY_CONTROLLER in rules.grading.grounds:
        _of_controllers(found, home, on)
    return found


def _records(found: dict[int, Found], home: Mapping[int, int], on: date, rules: Procedure) -> None:
    records = Record.objects.filter(subject__in=home, kind__in=GRADED, decided_on__lte=on).exclude(state__in=GONE)
    for record in records.select_related("version").order_by("decided_on", "pk"):
        mine = found[home[record.subject_id]]
        if record.state in PENDING:
            mine.questions.append(f"{record.decided_on}（{record.document_number}）：{UNCOUNTED}")
            continue
        ground, question = ground_of(record, rules)
        if ground:
            _add(mine, ground, record.decided_on, record.document_number, "record", record)
        if question:
            mine.questions.append(f"{record.decided_on}（{record.document_number}）：{question}")


def _of_controllers(found: dict[int, Found], home: Mapping[int, int], on: date) -> None:
    """Whose act it is stands in the record; no name of a person goes into the reasoning."""
    seen = set()
    rows = controlled(home).filter(decided_on__lte=on).annotate(whose=F(WHOSE))
    for record in rows.order_by("decided_on", "pk"):
        whose = home[record.whose]
        if (whose, record.pk) not in seen:  # one person in two offices acted once
            seen.add((whose, record.pk))
            _add(found[whose], BY_CONTROLLER, record.decided_on, record.document_number, "record", record)
            found[whose].questions.append(f"{record.decided_on}：关键人员的严重失信行为，属于哪种情形由人认定。")


def _add(found: Found, ground: str, day: date, reference: str, kind: str, row) -> None:
    found.acts.append(Act(ground, day, reference))
    found.sources.append({"kind": kind, "public_id": str(row.public_id)})


def ground_of(record: Record, rules: Procedure) -> tuple[str, str]:
    """(ground, question): the gravest ground of the record; what the rules cannot say of it. Either may be empty."""
    content = record.version.content
    if record.kind == "inspection":
        return ("inspection_missed", "") if content.get("JC_JGLB") == FAILED else ("", "")
    known, unknown = penalty_kinds(content.get("CF_CFLB", ""))
    grounds, open_kinds = [], list(unknown)
    for kind in known:
        if kind in BY_KIND:
            grounds.append(BY_KIND[kind])
        elif kind in BY_AMOUNT:
            ground = _by_amount(_amount(content), rules)
            grounds += [ground] if ground else []
            if rules.fine_some is None or rules.fine_large is None:
                open_kinds.append(f"{kind}是否属于“一定数额”或“数额较大”")
        else:
            open_kinds.append(kind)
    grounds = [one for one in grounds if one in rules.grading.grounds]
    gravest = max(grounds, key=lambda key: rules.grading.grounds[key].grade, default="")
    question = f"{'、'.join(dict.fromkeys(open_kinds))}，规定未写明等级，由人认定。" if open_kinds else ""
    return gravest, question


def _by_amount(amount: Decimal | None, rules: Procedure) -> str:
    if amount is None:
        return ""
    if rules.fine_large is not None and amount >= rules.fine_large:
        return "fine_large"
    return "fine_some_amount" if rules.fine_some is not None and amount >= rules.fine_some else ""


def _amount(content: dict) -> Decimal | None:
    """Fine and confiscation together, in 万元."""
    values = []
    for code in ("CF_NR_FK", "CF_NR_WFFF"):
        try:
            values.append(Decimal(content.get(code) or ""))
        except InvalidOperation:
            continue
    return sum(values, Decimal(0)) if values else None


def assess(subject: Subject, on: date, department: Department | None = None) -> tuple[Grading, Found]:
    """分级意见 of a subject as of the day; writes nothing."""
    rules = procedure(on, department)
    found = acts_on_file(subject, on, rules)
    return grade(found.acts, on, rules.grading), found


def propose_grade(subject: Subject, office: Department, *, actor: Actor = CLOCK, on: date) -> GradeProposal | None:
    """提出分级意见 to the office: None where nothing is on file, or the same was said before."""
    result, found = assess(subject, on)
    return _propose(subject, office, result, found, actor, on)


@transaction.atomic
def _propose(
    subject: Subject, office: Department, result: Grading, found: Found, actor: Actor, on: date
) -> GradeProposal | None:
    digest = _digest(result, found)
    Subject.objects.select_for_update().get(pk=subject.pk)
    if result.grade == Grade.NONE:
        _supersede(subject, actor, on)  # what it rested on has gone: nobody is to take it up
        return None
    if GradeProposal.objects.filter(subject=subject, digest=digest).exists():
        return None
    act = _supersede(subject, actor, on) or record_act("propose_grade", actor, on)
    reasoning = [
        {"grade": step.grade.title, "words": step.words, "clause": step.clause,
         "acts": [one.reference for one in step.acts]}
        for step in result.steps
    ]  # fmt: skip
    made = GradeProposal.objects.create(
        subject=subject, department=office, grade=result.grade.key, as_of=on, reasoning=reasoning,
        questions=[*result.open_questions, *found.questions], acts=found.sources, digest=digest,
    )  # fmt: skip
    note(act, made.object_kind, made.public_id, "propose_grade", made.state)
    return made


def _supersede(subject: Subject, actor: Actor, on: date) -> LedgerAct | None:
    """The act, where an open proposal gave way."""
    act = None
    for one in GradeProposal.objects.filter(subject=subject, state="open"):
        act = act or record_act("propose_grade", actor, on)
        move(one, "supersede", act)
    return act


def stands(proposal: GradeProposal) -> bool:
    """Whether one line of the reasoning that reaches the grade still has all its acts: none withdrawn, none repaired."""
    kept = {one["public_id"] for one in proposal.acts}
    gone = {
        *ReportedAct.objects.filter(public_id__in=kept).exclude(state="confirmed").values_list("document", flat=True),
        *Record.objects.filter(public_id__in=kept, state__in=GONE).values_list("document_number", flat=True),
    }
    title = proposal.get_grade_display()
    lines = [line["acts"] for line in proposal.reasoning if line["grade"] == title]
    return not gone or any(not gone & set(line) for line in lines)


def _digest(result: Grading, found: Found) -> str:
    """The same where neither the grade nor what it rests on has changed."""
    return hashlib.sha256(json.dumps([result.grade.key, found.sources], sort_keys=True).encode()).hexdigest()


def propose_grades(on: date) -> int:
    """Everybody with an act of the last year, office by office; returns how many proposals were made. Idempotent."""
    made = 0
    for office in offices():
        wanted = sorted(with_acts(on, Department.objects.tree(office)))
        for start in range(0, len(wanted), CHUNK):
            made += _propose_all(wanted[start : start + CHUNK], office, on)
    return made


def _propose_all(subject_ids: list[int], office: Department, on: date) -> int:
    known = set(GradeProposal.objects.filter(subject__in=subject_ids).values_list("subject_id", "digest"))
    made = 0
    for subject, (result, found) in assess_all(subject_ids, on).items():
        if (subject.pk, _digest(result, found)) not in known:
            made += _propose(subject, office, result, found, CLOCK, on) is not None
    return made


def assess_all(subject_ids: Collection[int], on: date) -> dict[Subject, tuple[Grading, Found]]:
    """分级意见 of many subjects as of the day; writes nothing."""
    rules = procedure(on)
    subjects = Subject.objects.in_bulk(subject_ids)
    found = acts_of_all(subjects, on, rules)
    return {subjects[pk]: (grade(mine.acts, on, rules.grading), mine) for pk, mine in found.items()}


def with_acts(on: date, departments: QuerySet[Department]) -> set[int]:
    """Subjects, no natural persons, that the departments recorded an act of the last year about, or about who controls them."""
    year = (months_later(on, -YEAR), on)
    records = Record.objects.filter(department__in=departments, decided_on__range=year).exclude(state__in=GONE)
    reported = ReportedAct.objects.standing().filter(department__in=departments, decided_on__range=year)
    theirs = controlled().filter(department__in=departments, decided_on__range=year)
    wanted = {
        *records.filter(kind__in=GRADED).values_list("subject_id", flat=True),
        *reported.values_list("subject_id", flat=True),
        *theirs.values_list(WHOSE, flat=True),
    }
    rows = Subject.objects.filter(pk__in=wanted).values_list("pk", "merged_into_id")
    homes = {merged or pk for pk, merged in rows}
    return set(Subject.objects.alive().filter(pk__in=homes).exclude(kind="person").values_list("pk", flat=True))


def offices() -> list[Department]:
    """信用办: departments that somebody of the office works in, none below another of them."""
    roles = (Role.OFFICE, Role.OFFICE_APPROVER)
    held = Department.objects.filter(officers__is_active=True, officers__grants__role__in=roles,
                                     officers__grants__until__isnull=True).distinct()  # fmt: skip
    found = list(held)
    below = {pk for one in found for pk in Department.objects.tree(one).values_list("pk", flat=True) if pk != one.pk}
    return [one for one in found if one.pk not in below]


@transaction.atomic
def answer_grade(
    proposal: GradeProposal, *, take_up: bool, officer: Officer, actor: Actor, on: date, reason: str = ""
) -> None:
    """采用 or 不采用. Taken up, it is the start of a procedure of its own, never an entry. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, Role.OFFICE_APPROVER, said="由信用办处理分级意见。")
    proposal = locked(proposal, officer)
    if not take_up and not reason.strip():
        raise ListRefused("请写明不采用的理由。")
    said = reason.strip() if take_up else reason_given(reason, "不采用的")
    act = record_act("take_up_grade" if take_up else "decline_grade", actor, on, reason=said)
    move(proposal, "take_up" if take_up else "decline", act, officer=officer, answered_on=on)
