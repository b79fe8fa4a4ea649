"""Scope (访问范围): every URL × role × whose object: answered as the view declares. Source: design sentence 4.

A new URL without a declaration fails; so does one with an object and no maker in scope_makers.py.
"""

import json
import uuid
from copy import copy
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from credit_platform.declaring import REPRESENTATIVE, Scope
from credit_platform.routes import ALLOWED, ANYBODY, Route, routes, table
from subjects.models import Subject
from tests import factories
from tests.architecture import scope_makers
from tests.architecture.scope_makers import MAKERS, OF_A_BODY
from tests.blacklists import offering_here
from tests.records import making
from tests.records.making import Staff
from tests.representation.making import claimed, enter

pytestmark = pytest.mark.django_db
WHOSE = ("own", "other department", "other county", "unknown")
# Parameters that name no object of anybody: a word out of a list, a captcha.
WORDS = {
    "pack": "national",
    "family": "behaviour_list",
    "kind": "debtor",
    "key": "abc",
    "topic": "objection",
    "said": "GX20260000001-ABCDEFGHJKLM",
    "form": "progress_shaanxi",
    "figure": "late",
    "run": "20261120T022000-1",
    "name": "manifest.json",
    "rest": "lists/black",
    "month": date(2026, 10, 1),
}

ROUTES = [route for route in routes() if not {"token", REPRESENTATIVE} & (route.roles or set())]


@pytest.mark.parametrize("route", routes(), ids=lambda route: f"{route.method} {route.path}")
def test_every_url_says_whom_it_admits_and_whose_objects_it_names(route):
    assert route.declared, f"{route.path} says nothing of whom it admits"
    if set(route.names) - set(WORDS):
        assert route.scope != Scope.NONE, f"{route.path} says nothing of whose objects it names"


def test_the_command_prints_the_same(capsys):
    call_command("routes", json=True)
    said = json.loads(capsys.readouterr().out)
    assert said == table()
    assert {"path", "method", "roles"} <= set(said[0])


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_answers_are_as_declared(route: Route):
    whose = WHOSE if set(route.names) - set(WORDS) else ("",)
    here = making.staff()
    beside = Staff(
        body=factories.department(parent=here.office.department), clerk=None, reviewer=None, office=here.office,
        approver=here.approver, auditor=here.auditor,
    )  # fmt: skip
    beside.clerk = factories.officer("clerk", department=beside.body)
    beside.reviewer = factories.officer("reviewer", department=beside.body)
    places = {"own": here, "other department": beside, "other county": making.staff()}
    named = {owner: _named(route, places[owner]) for owner in whose if owner in places}
    addresses = {owner: reverse(route.name, kwargs=one) for owner, one in (named or {"": _named(route, None)}).items()}
    if "unknown" in whose:
        addresses["unknown"] = reverse(route.name, kwargs=_unknown(next(iter(named.values()))))
    wrong: list[str] = []
    for role in (ANYBODY, *Role.values, REPRESENTATIVE):
        client = _enter(role, here)
        entered = copy(client.cookies)
        for owner, address in addresses.items():
            client.cookies = copy(entered)
            with transaction.atomic():
                answer = client.generic(route.method, address)
                transaction.set_rollback(True)
            expected = _expected(route, role, owner)
            if not _fits(answer, expected, words=not owner and bool(route.names)):
                wrong.append(f"{role}, {owner}: {answer.status_code}, declared {expected}")
    assert not wrong


PERSONS = [route for route in ROUTES if MAKERS.get(route.name) in (scope_makers.subject, scope_makers.person)]


@pytest.mark.parametrize("route", PERSONS, ids=lambda route: f"{route.method} {route.path}")
def test_a_natural_persons_file_is_nobody_elses(route: Route):
    """Of an organisation the file is every office's; of a person only theirs who have a record within reach."""
    here, there = making.staff(), making.staff()
    making.send(there, [making.person(there.body, making.id_number(9))])
    person = Subject.objects.get(kind="person")
    one = person.key_people.create(role="controller", name="丁某").pk if "person" in route.names else None
    named = {"public_id": person.public_id} | ({"person": one} if one else {})
    for role in (Role.OFFICE, Role.OFFICE_APPROVER):
        client = _enter(role, here)
        answer = client.generic(route.method, reverse(route.name, kwargs=named))
        assert _fits(answer, "404" if route.answer(role) == ALLOWED else route.answer(role), words=False)


def _named(route: Route, owner: Staff | None) -> dict:
    words = {name: WORDS[name] for name in route.names if name in WORDS}
    return words | (MAKERS[route.name](owner) if owner else {})


def _unknown(named: dict) -> dict:
    return {
        name: uuid.uuid4() if isinstance(value, uuid.UUID) else 987654321 if name not in WORDS else value
        for name, value in named.items()
    }


def _enter(role: str, people: Staff) -> Client:
    client = Client(raise_request_exception=False)
    if role == REPRESENTATIVE:
        return enter(claimed(people=people), client)
    if role != ANYBODY:
        home = people.body if role in (Role.CLERK, Role.REVIEWER) else people.office.department
        if role == Role.OUTSIDE:
            home = offering_here.body_of(people)
        client.force_login(
            factories.officer(role, department=home), backend="django.contrib.auth.backends.ModelBackend"
        )
    return client


def _expected(route: Route, role: str, owner: str) -> str:
    answer = route.answer(role)
    if answer != ALLOWED or not owner:
        return answer
    if role == Role.OUTSIDE and route.scope in (Scope.DEPARTMENT, Scope.OFFICE):
        return ALLOWED if owner == "own" and route.name.startswith(OF_A_BODY) else "404"
    reach = {
        Scope.DEPARTMENT: {
            "own": True,
            "other department": role in (Role.OFFICE, Role.OFFICE_APPROVER, Role.SUPERVISOR, Role.AUDITOR),
            "other county": role == Role.AUDITOR,
        },
        Scope.OFFICE: {
            "own": True,
            "other department": True,
            "other county": role == Role.AUDITOR,
        },
        Scope.OWN: {"own": True},
        Scope.PLATFORM: dict.fromkeys(WHOSE[:3], True),
        Scope.PUBLIC: dict.fromkeys(WHOSE[:3], True),
    }[route.scope]
    return ALLOWED if reach.get(owner) else "404"


def _fits(answer, expected: str, *, words: bool) -> bool:
    """`words`: the address names a word out of a list, which there may not be."""
    to_log_in = answer.status_code == 302 and "/accounts/" in answer["Location"] and "next=" in answer["Location"]
    if answer.status_code == 503 and answer.request["PATH_INFO"] in ("/status", "/status.json"):
        return expected == ALLOWED  # other tests leave sweeps that last ran long ago
    if expected == ALLOWED and words and answer.status_code in (404, 410):
        return True
    if expected == ALLOWED:
        # Refusing a request without a body is an answer, too; a door that is shut is not.
        return answer.status_code in (200, 301, 302, 303, 400, 409, 422, 428) and not to_log_in
    return to_log_in if expected == "log-in" else answer.status_code == int(expected)
