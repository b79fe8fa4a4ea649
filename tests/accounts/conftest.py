"""Departments and officers for the tests of accounts."""

import pytest
from django.test import Client

from accounts.appointing import add_officer, grant_role
from accounts.demo import DEMO_PASSWORD
from accounts.departments import add_department, add_outside_body
from ledger.acts import command_line
from tests.accounts.invented import DAY, code


@pytest.fixture
def by():
    return command_line()


@pytest.fixture
def office(db, by):
    return add_department(name="示范市发展和改革委员会", code=code(1), by=by, on=DAY)[0]


@pytest.fixture
def bureau(office, by):
    return add_department(name="示范市市场监督管理局", code=code(2), by=by, on=DAY, parent=office)[0]


@pytest.fixture
def hire(office, by):
    """Function: an officer with these roles."""

    def make(username, *roles, department=None):
        if department is None and roles[:1] == ("outside",):  # such accounts belong to no department
            department = add_outside_body(
                name="示范市食品行业协会", code=code(9), kind="association", office=office, by=by, on=DAY
            )[0]
        officer, _ = add_officer(username=username, name=username, department=department or office, by=by, on=DAY)
        for role in roles:
            grant_role(officer, role, by=by, on=DAY)
        officer.refresh_from_db()
        return officer

    return make


@pytest.fixture
def enter():
    """Function: a browser in which the officer has logged in by the page; another address for every officer."""

    def make(officer, password=DEMO_PASSWORD):
        client = Client(REMOTE_ADDR="10.0.0.1")
        answer = client.post("/accounts/log-in", {"username": officer.username, "password": password})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return make
