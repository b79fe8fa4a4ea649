"""Cataloguing (查询事项目录): departments say which of their matters need a look-up; the office adopts; both end one. Source: E6."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Officer, Role
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from ledger.moves import note
from rules.jurisdictions import find

from .models import Matter

OWN_KINDS = ("行政审批", "资质认定", "日常监管", "资金支持", "招标投标与政府采购", "评先评优")
OWN_CLAUSE = "本平台默认：本地文件未列明应查询的事项"


def kinds_here(on: date) -> tuple[list[str], str]:
    """(kinds of matters that need a look-up, clause): those of the place's text, else our own."""
    found = find(["check.matters"], on).get("check.matters")
    return (list(found.value), found.clause) if found else (list(OWN_KINDS), OWN_CLAUSE)


def unused_kinds(on: date) -> list[str]:
    """Kinds that the text requires and no department has filed a matter for."""
    filed = set(Matter.objects.in_force(on).values_list("kind", flat=True))
    return [kind for kind in kinds_here(on)[0] if kind not in filed]


@transaction.atomic
def propose(*, kind: str, title: str, basis: str, licences: bool, officer: Officer, actor: Actor, on: date) -> Matter:
    """提出列入目录, for the officer's own department. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.REVIEWER, Role.OFFICE, said="由部门填报员、审核员或信用办提出。")
    if kind not in kinds_here(on)[0]:
        raise ListRefused("请从列表中选择事项类别。")
    said = words(Matter, {"title": title, "basis": basis}, "title", "basis")
    open_ones = Matter.objects.filter(department=officer.department, state__in=["proposed", "adopted", "ending"])
    if open_ones.filter(title=said["title"]).exists():
        raise ListRefused("本部门的目录中已有同名事项，不用重复提出。")
    act = record_act("propose_check_matter", actor, on)
    try:
        with transaction.atomic():
            made = Matter.objects.create(
                department=officer.department, kind=kind, licences=licences, proposer=officer, proposed_on=on, **said
            )
    except IntegrityError as twice:
        raise ListRefused("本部门的目录中已有同名事项，不用重复提出。") from twice
    note(act, made.object_kind, made.public_id, "propose", made.state)
    return made


@transaction.atomic
def adopt(matter: Matter, *, officer: Officer, actor: Actor, on: date) -> None:
    """列入目录. Raises ListRefused."""
    matter = _to_approve(matter, officer, "proposer_id")
    move(matter, "adopt", record_act("adopt_check_matter", actor, on), approver=officer, since=on)


@transaction.atomic
def refuse(matter: Matter, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """不列入. Raises ListRefused."""
    matter = _to_approve(matter, officer, "proposer_id")
    move(matter, "refuse", record_act("refuse_check_matter", actor, on, reason=reason_given(reason, "不列入的")))


@transaction.atomic
def ask_end(matter: Matter, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """提出移出. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.REVIEWER, Role.OFFICE, said="由部门填报员、审核员或信用办提出。")
    matter = locked(matter, officer)
    act = record_act("ask_end_check_matter", actor, on, reason=reason_given(reason, "移出的"))
    move(matter, "ask_end", act, ender=officer)


@transaction.atomic
def end(matter: Matter, *, officer: Officer, actor: Actor, on: date) -> None:
    """移出目录, by a second person. Raises ListRefused."""
    matter = _to_approve(matter, officer, "ender_id")
    move(matter, "end", record_act("end_check_matter", actor, on), end_approver=officer, until=on)


@transaction.atomic
def keep(matter: Matter, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """不同意移出. Raises ListRefused."""
    matter = _to_approve(matter, officer, "ender_id")
    act = record_act("keep_check_matter", actor, on, reason=reason_given(reason, "不同意移出的"))
    move(matter, "keep", act, ender=None)


def _to_approve(matter: Matter, officer: Officer, asked_by: str) -> Matter:
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批办理。")
    matter = locked(matter, officer)
    if getattr(matter, asked_by) == officer.pk:
        raise ListRefused(SELF)
    return matter
