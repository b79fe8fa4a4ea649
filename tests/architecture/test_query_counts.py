"""Every page without an object in its address asks as often for many rows as for few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from credit_platform.routes import ALLOWED, routes
from records.delivering import deliver
from subjects.models import Institution
from tests import factories
from tests.records import making

pytestmark = pytest.mark.django_db
LISTS = [
    route for route in routes() if route.method == "GET" and not route.names and "token" not in (route.roles or ())
]


def _fill(people: making.Staff, count: int) -> None:
    """`count` of everything that lists show."""
    for _ in range(count):
        making.send(people, [making.licence(people.body), making.licence(people.body, WSH="无")])
        making.send(people, [making.penalty(people.body, CFLB="责令停产停业", NR="停产", NR_FK="")])  # grave
        row = making.licence(people.body)
        submission, _ = making.send(people, [row])
        making.release(people, submission)
        making.send(people, [row | {"XK_NR": "更正后的内容"}])
        making.only_record(people, making.row_of("registration", people.body, JYFW="食品"))
        body = factories.department(parent=people.office.department)
        factories.officer("clerk", department=body)
        Institution.objects.create(
            name="虚构评级公司", code=factories.code(), number="备1", business="评级", state="filed",
            filed_on=making.FRIDAY, proposer=people.office, approver=people.approver,
        )  # fmt: skip
    deliver(factories.DAY)


def _asked(clients: dict[str, Client]) -> dict[tuple[str, str], int]:
    counts = {}
    for route in LISTS:
        for role, client in clients.items():
            if route.answer(role) != ALLOWED:
                continue
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(reverse(route.name))
                assert answer.status_code < 500, (route.path, role)
            counts[role, route.path] = len(queries)
    return counts


def test_lists_ask_as_often_for_many_rows_as_for_few():
    people = making.staff()
    officers = {
        Role.CLERK: people.clerk, Role.REVIEWER: people.reviewer, Role.OFFICE: people.office,
        Role.OFFICE_APPROVER: people.approver, Role.AUDITOR: people.auditor,
        **{
            role: factories.officer(role, department=people.office.department)
            for role in Role if role not in ("clerk", "reviewer", "office", "office_approver", "auditor")
        },
    }  # fmt: skip
    clients = {role: Client() for role in officers}
    for role, officer in officers.items():
        clients[role].force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    _fill(people, 2)
    _asked(clients)  # what is remembered by the process
    few = _asked(clients)
    _fill(people, 5)
    many = _asked(clients)
    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}
