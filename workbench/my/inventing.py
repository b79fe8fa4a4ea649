"""Invented accounts of those on record (虚构信用主体账号) for the demo: a company on the black list, a natural person, a claim that
waits; by the ordinary use cases. Only in demo and test.
"""

from datetime import date
from typing import Any

from accounts.demo import DEMO_PASSWORD
from accounts.models import Officer, Role
from blacklists.inventing import above, by, minutes
from blacklists.models import Entry
from credit_platform.codes import normalise_code
from credit_platform.commands import Refused, rehearsal
from credit_platform.sealing import unseal_text
from ledger.models import Act
from representation import claiming
from representation.acting import STRANGER, actor_of
from representation.models import Claim, Representative
from representation.registering import register
from subjects.models import Identifier, Subject

# Log-in name → who it is in the demo; all have the demo's password.
ACCOUNTS = {"company": "企业（在失信名单上）", "person": "个人（本人档案）", "newcomer": "刚注册，认领待核对"}


def invent(on: date) -> int:
    """Everything; returns how many accounts. Raises Refused outside demo and test, or where there are accounts."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if Representative.objects.exists():
        raise Refused("库中已有信用主体账号，不再装入演示数据。")
    office = Officer.objects.holding(Role.OFFICE).select_related("department").order_by("pk").first()
    approver = above(office.department, Role.OFFICE_APPROVER) if office else None
    listed = Entry.objects.public(on).exclude(subject__code="").select_related("subject").order_by("pk").first()
    if office is None or approver is None or listed is None:
        return 0
    staff = (office, approver)
    _company(listed.subject, staff, on)
    _person(staff, on)
    other = Subject.objects.public().exclude(pk=listed.subject_id).exclude(code="").order_by("pk").first()
    if other is not None:
        _claim(_account("newcomer", "庚某丙", _number(3), on), other, office, on)
    return Representative.objects.count()


def _company(subject: Subject, staff: tuple[Officer, Officer], on: date) -> None:
    number = _number(1)
    made = _claim(_account("company", "戊某甲", number, on), subject, staff[0], on)
    _decide(made, number, staff, on)


def _person(staff: tuple[Officer, Officer], on: date) -> None:
    """Of the natural person who was fined in the demo: the number is the invented one that came with the record."""
    held = Identifier.objects.filter(type="id_card").exclude(sealed="").select_related("subject").order_by("pk").first()
    if held is None:
        return
    number = normalise_code(unseal_text(held.sealed, f"identifier:{held.value}"))
    person = _account("person", held.subject.name, number, on)
    claim = claiming.file_own(office=staff[0].department, **_by(person, on))
    _decide(claim, number, staff, on)


def _account(username: str, name: str, number: str, on: date) -> Representative:
    return register(
        username=username, password=DEMO_PASSWORD, name=name, id_number=number, mobile="", actor=STRANGER, on=on
    )


def _claim(person: Representative, subject: Subject, office: Officer, on: date) -> Claim:
    def paper(title: str) -> tuple[str, bytes]:
        made = minutes(subject.name, f"{title}（演示）", "", on)
        return made.name, made.data

    return claiming.file_claim(
        acts_as=Claim.As.AUTHORISED, code=subject.code, name=subject.name, office=office.department,
        licence=paper("营业执照"), letter=paper("授权委托书"), until=on.replace(day=1, year=on.year + 1), **_by(person, on),
    )  # fmt: skip


def _decide(claim: Claim, number: str, staff: tuple[Officer, Officer], on: date) -> None:
    claiming.check(claim, id_number=number, **by(staff[0], on))
    claiming.approve(claim, **by(staff[1], on))


def _by(person: Representative, on: date) -> dict[str, Any]:
    return {"representative": person, "actor": actor_of(person, Act.Channel.COMMAND), "on": on}


def _number(place: int) -> str:
    """An ID number of nobody: born in 1899."""
    digits = f"1000001899020{place}001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]
