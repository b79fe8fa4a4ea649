"""Scope of the second door (信用主体): every URL under it × whose object: one's own, or 404, byte for byte.

A new URL for whoever acts for a subject that names an object and has no maker below fails. Source: design sentence 4, F1.
"""

import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import resolve, reverse

from accounts.models import Role
from blacklists.models import Entry
from credit_platform.declaring import REPRESENTATIVE, Scope
from credit_platform.routes import Route, routes
from credit_reports import issuing
from representation import reporting
from representation.models import Claim
from tests import factories
from tests.blacklists import walking
from tests.blacklists.offering_here import outsider
from tests.checks.asking import authorised
from tests.credit_reports.reporting import question
from tests.disputes import walking as disputes
from tests.records import making
from tests.records.making import Staff
from tests.repairs import mending
from tests.representation.making import by_person, claimed, enter

pytestmark = pytest.mark.django_db
# Parameters that name no object of anybody.
WORDS: dict = {"family": "list"}


def _claim(claim: Claim, people: Staff) -> dict:
    return {"public_id": claim.public_id}


def _fellow(claim: Claim, people: Staff) -> dict:
    """The claim of another representative of the same subject."""
    return {"public_id": claimed(claim.subject, people).public_id}


def _letter(claim: Claim, people: Staff) -> dict:
    entry = walking.delivered(people)
    Entry.objects.filter(pk=entry.pk).update(subject=claim.subject)
    return {"public_id": entry.letters.get().public_id, "family": "list"}


def _report(claim: Claim, people: Staff) -> dict:
    made = reporting.issue(
        claim.subject, claim, draw=lambda number, code: b"%PDF-1.4", **by_person(claim.representative)
    )
    return {"public_id": made.public_id}


def _credit_report(claim: Claim, people: Staff) -> dict:
    made = issuing.for_subject(claim.subject, claim, question(), **by_person(claim.representative))
    return {"public_id": made.public_id}


def _repairable(claim: Claim, people: Staff) -> dict:
    return {"public_id": mending.penalty(people, claim.subject).public_id}


def _repair(claim: Claim, people: Staff) -> dict:
    return {"public_id": mending.granted(people, mending.penalty(people, claim.subject)).public_id}


def _repair_letter(claim: Claim, people: Staff) -> dict:
    return {"public_id": mending.granted(people, mending.penalty(people, claim.subject)).letters.first().public_id}


def _repair_proof(claim: Claim, people: Staff) -> dict:
    return {"public_id": mending.filed(people, mending.penalty(people, claim.subject)).proofs.first().public_id}


def _dispute(claim: Claim, people: Staff) -> dict:
    return {"public_id": disputes.by_claim(claim, people).public_id}


def _evidence(claim: Claim, people: Staff) -> dict:
    return {"public_id": disputes.by_claim(claim, people).attachments.get().public_id}


def _reply(claim: Claim, people: Staff) -> dict:
    case = disputes.decided(disputes.by_claim(claim, people), people, "keep")
    return {"public_id": case.letters.get().public_id}


def _authorisation(claim: Claim, people: Staff) -> dict:
    return {"public_id": authorised(people, outsider(people), claim.subject).public_id}


# URL name → what stands in its address: something of the claim's subject. (claim, people of the place) → names.
MAKERS: dict[str, Callable[[Claim, Staff], dict]] = {
    "my:letter_pdf": _letter,
    "my:report_pdf": _report,
    "my:authorisation": _authorisation,
    "my_credit_reports:file": _credit_report,
    "my_repairs:new": _repairable,
    "my_repairs:case": _repair,
    "my_repairs:step": _repair,
    "my_repairs:letter": _repair_letter,
    "my_repairs:proof": _repair_proof,
    "my_disputes:one": _dispute,
    "my_disputes:step": _dispute,
    "my_disputes:evidence": _evidence,
    "my_disputes:letter": _reply,
    "representation:claim": _claim,
    "representation:claim_use": _claim,
    "representation:claim_withdraw": _claim,
    "representation:claim_remove": _fellow,
}
OWN = [route for route in routes() if REPRESENTATIVE in (route.roles or ())]
NAMED = [route for route in OWN if set(route.names) - set(WORDS)]


def _ids(route: Route) -> str:
    return f"{route.method} {route.path}"


@pytest.mark.parametrize("route", OWN, ids=_ids)
def test_no_officer_and_nobody_from_the_street_passes(route: Route):
    named = {name: WORDS.get(name, uuid.uuid4()) for name in route.names}
    office = factories.department()
    clients = [Client()]
    for role in Role.values:
        clients.append(Client())
        clients[-1].force_login(
            factories.officer(role, department=office), backend="django.contrib.auth.backends.ModelBackend"
        )
    for client in clients:
        answer = client.generic(route.method, reverse(route.name, kwargs=named))
        assert (answer.status_code, answer.get("Location", "").split("?")[0]) == (302, "/my/log-in")


@pytest.mark.parametrize("route", NAMED, ids=_ids)
def test_what_is_anothers_answers_as_if_there_were_nothing(route: Route):
    assert route.scope == Scope.SUBJECT, f"{route.path} says nothing of whose objects it names"
    people = making.staff()
    mine, theirs = claimed(people=people), claimed(people=people)
    client = enter(mine, Client(raise_request_exception=False))
    answers = {}
    for whose, named in (("theirs", MAKERS[route.name](theirs, people)), ("mine", MAKERS[route.name](mine, people))):
        answers[whose] = client.generic(route.method, reverse(route.name, kwargs=named))
        nowhere = {
            name: value if name in WORDS else uuid.uuid4() if isinstance(value, uuid.UUID) else 987654321
            for name, value in named.items()
        }
        answers["unknown"] = client.generic(route.method, reverse(route.name, kwargs=nowhere))
        assert answers["unknown"].status_code == 404
    assert answers["theirs"].status_code == 404
    assert answers["theirs"].content == answers["unknown"].content
    own = answers["mine"]
    assert own.status_code in (200, 302, 400, 409, 422)
    assert not (own.status_code == 302 and own["Location"].startswith("/my/log-in"))


@pytest.mark.parametrize("route", [one for one in OWN if one not in NAMED and one.method == "GET"], ids=_ids)
def test_pages_open_for_whoever_acts_for_a_subject(route: Route):
    words = {name: WORDS[name] for name in route.names}
    answer = enter(claimed()).get(reverse(route.name, kwargs=words))
    assert answer.status_code in (200, 302)
    assert "no-store" in answer["Cache-Control"]


def test_every_page_can_be_reached_by_links():
    """From the home on along all links: what stands in no page is a page nobody finds."""
    client, found, waiting = enter(claimed()), set(), ["/my/"]
    views: set[str] = set()
    while waiting:
        path = waiting.pop().split("?")[0].split("#")[0]
        if path in found or not path.startswith("/my/"):
            continue
        found.add(path)
        views.add(resolve(path).view_name)
        answer = client.get(path)
        assert answer.status_code in (200, 302), path
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            waiting += re.findall(r'href="(/[^"]*)"', answer.content.decode())
    assert not {route.name for route in OWN if route.method == "GET" and not route.names} - views
