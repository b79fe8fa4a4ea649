"""Typical cases (典型案例): a department tells a story, the office chooses, a second person publishes; one takes it off again.

Source: D9; Harbin 五(四), Yingkou (九), Shaanxi 二(十). No natural person, and no company but one that is publicly listed.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from blacklists.models import Entry, Nomination
from blacklists.refusals import ListRefused, locked, move, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from ledger.moves import note
from rules.jurisdictions import find
from subjects.models import Subject

from .models import TypicalCase

REPORTERS = (Role.CLERK, Role.OFFICE)
DAY, OWN = 20, "未规定日期，本平台默认每月20日前"
TEXTS = ("title", "story", "measures", "effect")
NAMES = re.compile(r"[\u4e00-\u9fff（）()·]{2,40}?(?:公司|合作社|事务所|商行|经营部|工厂)")


@dataclass(frozen=True)
class Rule:
    """报送规则: by which day of the month, to whom, by which clause."""

    day: int
    to: str
    clause: str


def rule(on: date) -> Rule:
    """案例报送规则 of the day: the pack's day where it says one, this platform's where it only says monthly or now and then."""
    said = find(["task.typical_cases"], on).get("task.typical_cases")
    if said is None:
        return Rule(DAY, "", f"本平台默认：每月{DAY}日前")
    told = isinstance(said.value.get("by_day"), int)
    clause = said.clause if told else f"{said.clause}；{OWN}"
    return Rule(said.value["by_day"] if told else DAY, said.value.get("to", ""), clause)


@transaction.atomic
def report(
    *,
    kind: str,
    subject: Subject | None,
    title: str,
    story: str,
    measures: str,
    effect: str,
    officer: Officer,
    actor: Actor,
    on: date,
) -> TypicalCase:
    """报送. `subject`: None, or one that is publicly listed today. Raises ListRefused."""
    must_hold(officer, *REPORTERS, said="由部门填报员或信用办经办报送。")
    said = _told(kind, subject, {"title": title, "story": story, "measures": measures, "effect": effect}, on)
    made = TypicalCase.objects.create(
        department=officer.department, kind=kind, subject=subject, reporter=officer, reported_on=on, **said
    )
    act = record_act("report_typical_case", actor, on, basis=rule(on).clause[:500])
    note(act, made.object_kind, made.public_id, "report_typical_case", made.state)
    return made


@transaction.atomic
def amend(
    case: TypicalCase, *, subject: Subject | None, officer: Officer, actor: Actor, on: date, **texts: str
) -> None:
    """修改后再报, by the department. Raises ListRefused."""
    must_hold(officer, *REPORTERS, said="由部门填报员或信用办经办修改。")
    case = _own(case, officer)
    said = _told(case.kind, subject, {name: texts[name] for name in TEXTS}, on)
    act = record_act("amend_typical_case", actor, on)
    # Who chose it before chose other words.
    move(case, "amend", act, subject=subject, reporter=officer, reported_on=on, chooser=None, chosen_on=None, **said)


@transaction.atomic
def take_back(case: TypicalCase, *, officer: Officer, actor: Actor, on: date) -> None:
    """收回 before it is chosen. Raises ListRefused."""
    must_hold(officer, *REPORTERS, said="由报送的部门收回。")
    move(_own(case, officer), "take_back", record_act("take_back_typical_case", actor, on))


@transaction.atomic
def choose(case: TypicalCase, *, officer: Officer, actor: Actor, on: date) -> None:
    """选用, by the office; another person publishes. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, said="由信用办经办选用。")
    case = locked(case, officer)
    _nameable(case, on)
    move(case, "choose", record_act("choose_typical_case", actor, on), chooser=officer, chosen_on=on)


@transaction.atomic
def send_back(case: TypicalCase, *, officer: Officer, actor: Actor, on: date, reason: str, for_good: bool) -> None:
    """退回修改, or for good 不选用. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, Role.OFFICE_APPROVER, said="由信用办办理。")
    case = locked(case, officer)
    said = reason_given(reason, "不选用的" if for_good else "退回的")
    what = "decline" if for_good else "return"
    move(case, what, record_act(f"{what}_typical_case", actor, on, reason=said))


@transaction.atomic
def publish(case: TypicalCase, *, officer: Officer, actor: Actor, on: date) -> None:
    """公布, by another than reported or chose it. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批公布。")
    case = locked(case, officer)
    if officer.pk in (case.chooser_id, case.reporter_id):
        raise ListRefused("自己报送或选用的案例不能由自己审批，请由另一位同事操作。")
    _nameable(case, on)
    move(case, "publish", record_act("publish_typical_case", actor, on), approver=officer, public_from=on)


@transaction.atomic
def withdraw(case: TypicalCase, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """撤下. One person does, for it takes away. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, Role.OFFICE_APPROVER, said="由信用办撤下。")
    act = record_act("withdraw_typical_case", actor, on, reason=reason_given(reason, "撤下的"))
    move(locked(case, officer), "withdraw", act)


def _own(case: TypicalCase, officer: Officer) -> TypicalCase:
    if officer.department_id != case.department_id:
        raise ListRefused("由报送的部门办理。")
    return locked(case, officer)


def _nameable(case: TypicalCase, on: date) -> None:
    if not TypicalCase.objects.nameable(on).filter(pk=case.pk).exists():
        raise ListRefused("案例写明的企业今天不在公示的名单上，不能公布；请退回，隐去企业名称。")


def _told(kind: str, subject: Subject | None, texts: dict[str, str], on: date) -> dict[str, str]:
    """The texts, tidied; of persons nothing, of companies only the one chosen. Raises ListRefused."""
    if kind not in TypicalCase.Kind.values:
        raise ListRefused(faults={"kind": "请选择案例的类别。"})
    said = words(TypicalCase, texts, *TEXTS)
    if subject is not None:
        rows = Entry.objects if kind == TypicalCase.Kind.SANCTION else Nomination.objects
        if subject.kind == "person" or not rows.public(on).filter(subject=subject).exists():
            raise ListRefused(faults={"subject": "只能写明今天在公示名单上的企业；其他的请隐去名称，写作“某公司”。"})
    faults = {name: fault for name, text in said.items() if (fault := _names_somebody(text, subject))}
    if faults:
        raise ListRefused(faults=faults)
    return said


def _names_somebody(text: str, subject: Subject | None) -> str:
    """What is wrong with the text, where it names a company that was not chosen."""
    for found in NAMES.findall(text):
        if "某" not in found[-14:] and not _is_of(found, subject):
            return f"文中的“{found}”像是企业名称：没有选择这家企业的，请写作“某公司”。"
    return ""


def _is_of(found: str, subject: Subject | None) -> bool:
    """Whether what looks like a company's name is the subject's, or words that name none."""
    plain = _plain(found)
    name = _plain(subject.name) if subject else ""
    if name and (name in plain or plain in name):
        return True
    return bool(re.fullmatch(r".*(该|本|这家|上述|当事|涉事|各|一家|其他|多家|企业和|有关)公司", plain))


def _plain(name: str) -> str:
    return name.translate(str.maketrans("（）", "()"))
