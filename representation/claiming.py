"""认领: who may act for a subject: filed, checked by one of the office, approved by another, ended. Source: F1."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import Department, Officer, Role
from credit_platform.codes import check_uscc, normalise_code
from credit_platform.keeping import PaperRefused, check_paper, keep
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note
from subjects.binding import Binder
from subjects.binding import Claim as Bound
from subjects.models import Identifier, IdentifierType, Subject, SubjectKind
from subjects.naming import normalise

from .identity import COUNTER
from .models import Claim, Representative
from .refusals import Refused
from .registering import end_sessions, must_be_office, must_match, prove

Paper = tuple[str, bytes]  # name as sent, and bytes
MOST_WAITING = 10  # claims of one account that wait for the office
UNPROVEN = (
    "网上以法定代表人身份提交的，要先核实是不是本人：请本人持身份证到窗口核实身份，或者改以受委托人身份提交授权委托书。"
)
ALREADY = "您已认领这个主体，或者认领正在办理，不用重复提交。"


# --- filing ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def file_claim(
    representative: Representative,
    *,
    acts_as: str,
    code: str,
    name: str,
    office: Department,
    licence: Paper,
    actor: Actor,
    on: date,
    letter: Paper | None = None,
    until: date | None = None,
    officer: Officer | None = None,
) -> Claim:
    """提交认领. `licence`: 营业执照 or the like; `letter`: 授权委托书 with its last day `until`, unless one is the legal
    representative; `officer`: at the counter. Raises Refused.
    """
    if acts_as not in (Claim.As.LEGAL, Claim.As.AUTHORISED):
        raise Refused("请选择以何身份办理。")
    number = _code(code)
    if not name.strip():
        raise Refused("请填写营业执照上的名称。")
    if acts_as == Claim.As.AUTHORISED and letter is None:
        raise Refused("受委托办理的，请上传加盖公章的授权委托书。")
    if until is not None and until < on:
        raise Refused("委托截止日期已过，请核对委托书。")
    if officer is not None:
        must_be_office(officer, representative)
    _not_too_many(representative)
    papers = _papers(licence=licence, letter=letter if acts_as == Claim.As.AUTHORISED else None)
    claim = Claim(
        representative=representative,
        acts_as=acts_as,
        identifier_type=IdentifierType.USCC,
        identifier=number,
        subject_name=name.strip()[:200],
        office=office,
        until=until,
        filed_on=on,
        filed_by=officer,
        **papers,
    )
    return _filed(claim, actor, on)


@transaction.atomic
def file_own(
    representative: Representative, *, office: Department, actor: Actor, on: date, officer: Officer | None = None
) -> Claim:
    """认领本人信用档案: open at once where the identity service has vouched for the person, else once the office has seen
    them at the counter. Raises Refused.
    """
    if officer is not None:
        must_be_office(officer, representative)
    claim = Claim(
        representative=representative,
        acts_as=Claim.As.OWN,
        identifier_type=IdentifierType.ID_CARD,
        identifier=representative.person_key,
        office=office,
        filed_on=on,
        filed_by=officer,
    )
    claim = _filed(claim, actor, on)
    if representative.proven_by not in ("", COUNTER):
        act = record_act("prove_claim", actor, on)
        _move(claim, "prove_claim", act, subject=_person(claim), since=on)
    return claim


def _code(text: str) -> str:
    found = check_uscc(text)
    # Some registries issued codes with a wrong check character: one that is on file is one.
    known = not found.valid and Identifier.objects.filter(type=IdentifierType.USCC, value=normalise_code(text)).exists()
    if not found.valid and not known:
        raise Refused(f"统一社会信用代码有误：{found.errors[0]}")
    return found.normalised


def _not_too_many(representative: Representative) -> None:
    if Claim.objects.of(representative).waiting().count() >= MOST_WAITING:
        raise Refused(f"您有{MOST_WAITING}件认领还在等信用办办理，请等办结后再提交。")


def _papers(**sent: Paper | None) -> dict[str, str]:
    names: dict[str, str] = {}
    kept: dict[str, str] = {}
    for key, paper in sent.items():
        if paper is not None:
            try:
                names[key] = check_paper(*paper)
            except PaperRefused as refused:
                raise Refused(str(refused)) from refused
    for key, name in names.items():  # none is kept before all are good
        paper = sent[key]
        assert paper is not None
        kept |= {f"{key}_path": keep(paper[1], "claims"), f"{key}_name": name}
    return kept


def _filed(claim: Claim, actor: Actor, on: date) -> Claim:
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as reason:
        raise Refused(ALREADY) from reason
    note(record_act("file_claim", actor, on), claim.object_kind, claim.public_id, "file_claim", claim.state)
    return claim


# --- deciding --------------------------------------------------------------------------------------------------------


@transaction.atomic
def check(claim: Claim, *, id_number: str, officer: Officer, actor: Actor, on: date) -> None:
    """核对材料: licence and letter are in order and `id_number`, read from the letter or the ID card, is the account's. Of
    one's own file, and of a legal representative's at the counter: the person is present, and their identity is proven by it.
    On line nobody signs for a legal representative but they themselves: their identity is proven first. Raises Refused.
    """
    claim = _to_do(claim, officer, Role.OFFICE)
    must_match(claim.representative, id_number)
    legal = claim.acts_as == Claim.As.LEGAL
    if claim.own or (legal and claim.filed_by_id):  # the person stands at the counter
        prove(claim.representative, COUNTER, actor=actor, on=on, officer=officer)
    elif claim.needs_proof:
        raise Refused(UNPROVEN)
    _move(claim, "check_claim", record_act("check_claim", actor, on), checker=officer, checked_on=on)


@transaction.atomic
def approve(claim: Claim, *, officer: Officer, actor: Actor, on: date) -> None:
    """批准认领, by another person than who checked: the subject is bound by its number. Raises Refused."""
    claim = _to_do(claim, officer, Role.OFFICE_APPROVER)
    if officer.pk == claim.checker_id:
        raise Refused("自己核对的不能由自己审批，请由另一位同事操作。")
    if claim.until is not None and claim.until < on:
        raise Refused("授权委托书已经到期，请不予认领，并请当事人换新的委托书再提交。")
    subject = _person(claim) if claim.own else _organisation(claim)
    _move(claim, "approve_claim", record_act("approve_claim", actor, on), approver=officer, subject=subject, since=on)


@transaction.atomic
def refuse(claim: Claim, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不予认领, with the reason that the person reads; it may be filed again. Raises Refused."""
    claim = _to_do(claim, officer, Role.OFFICE, Role.OFFICE_APPROVER)
    if not reason.strip():
        raise Refused("请写明不予认领的理由和要补什么，当事人可以看到。")
    act = record_act("refuse_claim", actor, on, reason=reason.strip()[:500])
    _move(claim, "refuse_claim", act, refused_by=officer, answer=reason.strip()[:500], ended_on=on)


def _to_do(claim: Claim, officer: Officer, *roles: str) -> Claim:
    claim = _locked(claim)
    if not officer.has_role(*roles):
        raise Refused("认领由信用办经办核对、信用办审批决定。")
    must_be_office(officer, claim.representative)
    return claim


def _organisation(claim: Claim) -> Subject:
    kind = SubjectKind.SOLE_TRADER if claim.identifier.startswith("92") else SubjectKind.ORGANISATION
    return _bound(Bound((IdentifierType.USCC.value, claim.identifier), kind.value, claim.subject_name))


def _person(claim: Claim) -> Subject:
    person = claim.representative
    key = (IdentifierType.ID_CARD.value, person.person_key)
    subject = _bound(Bound(key, SubjectKind.PERSON.value, person.name, sealed=person.sealed_number))
    if normalise(subject.name) != normalise(person.name):
        raise Refused("姓名与档案登记的不一致，不能办理；请信用办核对档案姓名后再办。")
    return subject


def _bound(bound: Bound) -> Subject:
    binder = Binder()
    binder.look_up([bound])
    (pk,) = binder.bind([bound])
    subject = Subject.objects.select_related("merged_into").get(pk=pk)
    return subject.merged_into or subject


# --- ending ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def withdraw(claim: Claim, *, representative: Representative, actor: Actor, on: date) -> None:
    """退出, or take back what still waits; by the person themselves. Raises Refused."""
    claim = _locked(claim)
    if claim.representative_id != representative.pk:
        raise Refused("只能退出自己的认领。")
    _end(claim, "withdraw_claim", record_act("withdraw_claim", actor, on), on, ended_representative=representative)


@transaction.atomic
def remove(claim: Claim, *, representative: Representative, actor: Actor, on: date, reason: str) -> None:
    """解除 by another representative of the same subject. Raises Refused."""
    # In one order: two who remove each other at once wait, and the second finds that they may no more.
    both = Claim.objects.filter(Q(pk=claim.pk) | Q(representative=representative)).order_by("pk")
    list(both.select_for_update(of=("self",), no_key=True))
    claim = _locked(claim)
    mine = Claim.objects.of(representative).active(on).exclude(pk=claim.pk)
    if claim.subject is None or not mine.about(_whole(claim)).exists():
        raise Refused("只有同一主体的其他经办人可以解除。")
    if claim.acts_as == Claim.As.LEGAL and not mine.filter(acts_as=Claim.As.LEGAL).about(_whole(claim)).exists():
        raise Refused("法定代表人的认领只能由同一主体的法定代表人解除；有疑问请联系信用办。")
    act = record_act("remove_claim", actor, on, reason=_why(reason))
    _end(claim, "remove_claim", act, on, ended_representative=representative, answer=act.reason[:500])


def _whole(claim: Claim) -> Subject:
    assert claim.subject is not None
    return claim.subject.merged_into or claim.subject


@transaction.atomic
def end(claim: Claim, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """解除 by the office, with the reason. It only takes away, so one person may. Raises Refused."""
    claim = _to_do(claim, officer, Role.OFFICE, Role.OFFICE_APPROVER)
    act = record_act("end_claim", actor, on, reason=_why(reason))
    _end(claim, "end_claim", act, on, ended_officer=officer, answer=act.reason[:500])


def _why(reason: str) -> str:
    if not reason.strip():
        raise Refused("请写明解除的理由，对方可以看到。")
    return reason.strip()[:500]


def _end(claim: Claim, move: str, act: Act, on: date, **changes) -> None:
    """Sight ends with the state; the sessions of whoever had it end too."""
    _move(claim, move, act, ended_on=on, **changes)
    end_sessions(claim.representative)


def _locked(claim: Claim) -> Claim:
    rows = Claim.objects.select_for_update(of=("self",)).select_related("representative", "subject__merged_into")
    return rows.get(pk=claim.pk)


def _move(claim: Claim, move: str, act: Act, **changes) -> None:
    try:
        apply(claim, move, act, **changes)
    except IllegalMove as reason:
        raise Refused("这件认领的状态已经变化，请刷新页面查看。") from reason


def fellows(claim: Claim, on: date) -> Sequence[Claim]:
    """The other representatives of the same subject on the day."""
    if claim.subject is None:
        return []
    subject = claim.subject.merged_into or claim.subject
    rows = Claim.objects.active(on).about(subject).exclude(representative=claim.representative)
    return list(rows.select_related("representative").order_by("pk"))
