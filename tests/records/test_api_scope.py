"""Who may call, and what they see: tokens, scopes, own and other departments. Source: B4, design sentence 4."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import SystemToken
from records.models import Proposal, Record, Submission
from records.releasing import ReleaseRefused, release_submission
from tests import factories
from tests.records.calling import ROOT, TODAY, Caller, recent, token_for
from tests.records.making import acting, licence, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def caller(people):
    return Caller(token_for(people)[1])


def test_the_responsible_officer_releases_nothing_of_it(people, caller):
    caller.submit([recent(licence, people)])
    people.clerk.grants.update(role="reviewer")
    people.clerk.__dict__.pop("_roles", None)
    with pytest.raises(ReleaseRefused, match="自己报送"):
        release_submission(Submission.objects.get(), reviewer=people.clerk, actor=acting(people.clerk), on=TODAY)


def test_another_departments_are_as_if_they_were_not(people, caller):
    theirs = staff()
    other = Caller(token_for(theirs)[1])
    said = other.submit([recent(licence, theirs)]).json()
    record = Record.objects.get()
    unknown = uuid.uuid4()
    for path in ("/submissions/{}", "/records/{}"):
        foreign = caller.get(path.format(said["id"] if "sub" in path else record.public_id))
        assert foreign.status_code == 404
        assert foreign.content == caller.get(path.format(unknown)).content
    for path, body in (
        ("/records/{}/corrections", {"cells": {"XK_NR": "x"}, "ground": "entry", "reason": "x"}),
        ("/records/{}/withdrawals", {"ground": "duplicate", "reason": "x"}),
    ):
        foreign, none = (caller.post(path.format(one), body) for one in (record.public_id, unknown))
        assert (foreign.status_code, foreign.content) == (404, none.content)
    assert caller.get("/records").json()["results"] == caller.get("/submissions").json()["results"] == []
    assert not Proposal.objects.exists()


def test_an_officer_of_the_office_lends_a_token_no_wider_reach(people):
    theirs = staff()
    clerk = factories.officer("clerk", "office", department=people.office.department)
    people.body, people.clerk = people.office.department, clerk
    factories.record(department=theirs.body)
    assert Caller(token_for(people)[1]).get("/records").json()["results"] == []


@pytest.mark.parametrize(
    ("scopes", "path", "method"),
    [
        (["read", "correct"], "/submissions", "post"),
        (["submit", "correct"], "/records", "get"),
        (["submit", "read"], "/records/00000000-0000-0000-0000-000000000007/withdrawals", "post"),
        (["submit", "read"], "/records/00000000-0000-0000-0000-000000000007/corrections", "post"),
        (["correct"], "/submissions", "get"),
    ],
)
def test_scopes(people, scopes, path, method):
    caller = Caller(token_for(people, scopes=scopes)[1])
    answer = caller.post(path, {}) if method == "post" else caller.get(path)
    assert answer.status_code == 403
    assert "这个令牌不能做" in answer.json()["detail"]


def _closed(people, token):
    people.clerk.is_active = False
    people.clerk.save()


def _moved(people, token):
    people.clerk.department = people.office.department
    people.clerk.save()


def _role_lost(people, token):
    people.clerk.grants.update(until=TODAY)


def _ended(people, token):
    people.body.until = TODAY
    people.body.save()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda people, token: SystemToken.objects.update(state="revoked"), 401),
        (lambda people, token: SystemToken.objects.update(state="proposed"), 401),
        (lambda people, token: SystemToken.objects.update(since=TODAY - timedelta(9), until=TODAY - timedelta(1)), 401),
        (lambda people, token: SystemToken.objects.update(since=TODAY + timedelta(1)), 401),
        (lambda people, token: SystemToken.objects.update(addresses=["10.9.0.0/16"]), 403),
        (_closed, 403),
        (_moved, 403),
        (_role_lost, 403),
        (_ended, 403),
        (lambda people, token: SystemToken.objects.update(until=TODAY, addresses=["127.0.0.1/32"]), 200),
    ],
)
def test_which_tokens_are_good(people, change, status):
    token, secret = token_for(people)
    caller = Caller(secret)
    assert caller.get("/status").status_code == 200
    change(people, token)
    answer = caller.get("/status")
    assert answer.status_code == status
    if status != 200:
        assert answer["Content-Type"] == "application/problem+json"
        assert secret not in answer.content.decode()
        assert caller.submit([recent(licence, people)]).status_code == status
        assert not Submission.objects.exists()


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer x y", "Bearer \xff\xfe"])
def test_without_a_token(header):
    answer = Client().get(ROOT + "/status", headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="department"')
    assert answer.json()["title"] == "未通过认证"


def test_a_session_is_no_token(people):
    client = Client()
    client.force_login(people.clerk)
    assert client.get(ROOT + "/status").status_code == 401
