"""Those on record, for tests: somebody with an account who may act for a subject, and their browser."""

import itertools
from datetime import date

from django.http import HttpRequest
from django.test import Client

from accounts.models import Officer
from credit_platform.sealing import seal_text
from representation import claiming, entering
from representation.acting import actor_of
from representation.models import Claim, Representative
from representation.registering import person_key
from subjects.models import Identifier, Subject
from tests import factories
from tests.accounts.invented import id_number
from tests.records.making import Staff, acting

_numbers = itertools.count(1)
PASSWORD = "yun-zhou-2026-pass"
SCAN = ("执照.pdf", b"%PDF-1.4 scan")


def number_of() -> str:
    """An ID number of nobody; a new one at each call."""
    return id_number(100 + next(_numbers) % 900)


def representative(name: str = "甲某", number: str = "", **fields) -> Representative:
    """An account; its password is PASSWORD. Nobody's representative yet."""
    number = number or number_of()
    key = person_key(number)
    row = Representative(
        **{
            "username": f"person{next(_numbers)}",
            "person_key": key,
            "sealed_number": seal_text(number, f"identifier:{key}"),
            "opened_on": factories.DAY,
            **fields,
        }
    )
    row.seal_person(name, f"138{next(_numbers):08}")
    row.set_password(PASSWORD)
    row.save()
    return row


def coded(name: str = "") -> Subject:
    """A company that is found by its code."""
    made = factories.subject(name)
    Identifier.objects.create(subject=made, type="uscc", value=made.code)
    return made


def claimed(
    subject: Subject | None = None,
    people: Staff | None = None,
    person: Representative | None = None,
    *,
    on: date = factories.DAY,
    **fields,
) -> Claim:
    """An active claim on the subject; its `representative` may act. A natural person's own file where it is one's."""
    subject = subject or factories.subject()
    office = people.office if people else factories.officer("office")
    own = subject.kind == "person"
    person = person or representative(**({"number": _own_number(subject)} if own else {}))
    papers = {} if own else {"licence_path": "claims/none", "licence_name": "附件.pdf"}
    return Claim.objects.create(
        **{
            "representative": person,
            "acts_as": "own" if own else "legal",
            "identifier_type": "id_card" if own else "uscc",
            "identifier": person.person_key if own else subject.code or factories.code(),
            "subject_name": "" if own else subject.name,
            "subject": subject,
            "office": office.department,
            "filed_on": on,
            "checker": office,
            "checked_on": on,
            "approver": people.approver if people else factories.officer("office_approver"),
            "since": on,
            "state": "active",
            **papers,
            **fields,
        }
    )


def _own_number(subject: Subject) -> str:
    """A number for a person on file without one; the file is found by it from now on."""
    number = number_of()
    Identifier.objects.get_or_create(subject=subject, type="id_card", value=person_key(number))
    return number


def enter(row: Representative | Claim, client: Client | None = None) -> Client:
    """A browser in which they have logged in."""
    person = row.representative if isinstance(row, Claim) else row
    client = client or Client()
    request = HttpRequest()
    request.session = client.session
    entering.begin(request, person, verified=True)
    if isinstance(row, Claim):
        entering.choose(request, row)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    return client


def by_person(row: Representative, on: date = factories.DAY) -> dict:
    """As representation.acting.by_subject gives it."""
    return {"representative": row, "actor": actor_of(row), "on": on}


def by_staff(officer: Officer, on: date = factories.DAY) -> dict:
    return {"officer": officer, "actor": acting(officer), "on": on}


def filed(people: Staff, person: Representative | None = None, *, code: str = "", **fields) -> Claim:
    """A claim by the use case, waiting for the office."""
    values = {
        "acts_as": "authorised", "code": code or factories.code(), "name": "虚构市认领贸易有限公司",
        "office": people.office.department, "licence": SCAN, "letter": ("委托书.pdf", b"%PDF-1.4 letter"),
    }  # fmt: skip
    return claiming.file_claim(**(values | fields), **by_person(person or representative()))
