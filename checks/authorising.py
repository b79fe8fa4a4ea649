"""Authorising (查询授权): a body registers the subject's paper, the office compares it, the subject may take it back. Source: A6."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Officer, Role
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, keep_paper, locked, move, must_act_for, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from ledger.moves import note
from representation.models import Representative
from subjects.models import Subject, SubjectKind

from .models import Authorisation

LONGEST = 5 * 366  # days


@transaction.atomic
def register(
    subject: Subject | None,
    *,
    purpose: str,
    signed_on: date,
    until: date,
    paper: Paper | None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> Authorisation:
    """登记授权. Raises ListRefused."""
    must_hold(officer, Role.OUTSIDE, said="由被授权的机构登记。")
    if subject is None or subject.kind == SubjectKind.PERSON:
        raise ListRefused("没有查到这个统一社会信用代码，请对照授权书核对。")
    if not signed_on <= on <= until or (until - signed_on).days > LONGEST:
        raise ListRefused("授权日期应不晚于今天，期限应不早于今天，最长五年，请对照授权书核对。")
    if paper is None:
        raise ListRefused("请上传主体盖章的授权书扫描件。")
    if Authorisation.objects.filter(body=officer.department, subject=subject, state="registered").exists():
        raise ListRefused("这个主体的授权正在等待信用办核对，请等待结果。")
    said = words(Authorisation, {"purpose": purpose}, "purpose")
    path, name = keep_paper(paper.name, paper.data)
    act = record_act("register_authorisation", actor, on)
    try:
        with transaction.atomic():
            made = Authorisation.objects.create(
                body=officer.department, subject=subject, signed_on=signed_on, until=until, paper_path=path, paper_name=name,
                registrar=officer, registered_on=on, **said,
            )  # fmt: skip
    except IntegrityError as twice:
        raise ListRefused("这个主体的授权正在等待信用办核对，请等待结果。") from twice
    note(act, made.object_kind, made.public_id, "register", made.state)
    return made


@transaction.atomic
def confirm(authorisation: Authorisation, *, officer: Officer, actor: Actor, on: date) -> None:
    """核对无误. Raises ListRefused."""
    authorisation = _by_office(authorisation, officer)
    move(authorisation, "confirm", record_act("confirm_authorisation", actor, on), confirmer=officer, confirmed_on=on)


@transaction.atomic
def refuse(authorisation: Authorisation, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """不予认可. Raises ListRefused."""
    authorisation = _by_office(authorisation, officer)
    move(
        authorisation,
        "refuse",
        record_act("refuse_authorisation", actor, on, reason=reason_given(reason, "不予认可的")),
    )


@transaction.atomic
def withdraw(authorisation: Authorisation, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """登记撤回, by the office for the subject, or by the body. From then on nothing more is told. Raises ListRefused."""
    must_hold(officer, Role.OUTSIDE, Role.OFFICE, Role.OFFICE_APPROVER, said="由信用办或被授权的机构登记撤回。")
    authorisation = locked(authorisation, officer)
    act = record_act("withdraw_authorisation", actor, on, reason=reason_given(reason, "撤回的"))
    move(authorisation, "withdraw", act, withdrawn_on=on)


@transaction.atomic
def take_back(authorisation: Authorisation, *, representative: Representative, actor: Actor, on: date) -> None:
    """撤回授权 by the subject itself, at any time and without a reason; what nobody has compared yet, too. Raises ListRefused."""
    authorisation = (
        Authorisation.objects.select_for_update(of=("self",)).select_related("subject").get(pk=authorisation.pk)
    )
    must_act_for(representative, authorisation.subject, on)
    act = record_act("withdraw_authorisation", actor, on, reason="主体撤回")
    move(authorisation, "withdraw", act, withdrawn_on=on)


def _by_office(authorisation: Authorisation, officer: Officer) -> Authorisation:
    must_hold(officer, Role.OFFICE, Role.OFFICE_APPROVER, said="由信用办核对。")
    return locked(authorisation, officer)
