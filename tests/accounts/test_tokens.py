"""Tokens of department systems: two persons, shown once, revoked at once. Source: B4, D6."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import SystemToken
from accounts.refusals import Refused
from accounts.tokens import Barred, Unknown, activate_token, networks, open_token, revoke_token, token_of
from ledger.models import Act, Event
from tests import factories
from tests.factories import DAY
from tests.records.making import acting

pytestmark = pytest.mark.django_db
UNTIL = DAY + timedelta(days=365)


@pytest.fixture
def keeper():
    return factories.officer("system_admin")


@pytest.fixture
def guard():
    return factories.officer("security_admin")


@pytest.fixture
def clerk():
    return factories.officer("clerk")


def opened(keeper, clerk, **fields):
    said = {"department": clerk.department, "scopes": ["submit"], "until": UNTIL} | fields
    return open_token(name="办案系统", officer=clerk, by=acting(keeper), proposer=keeper, on=DAY, **said)


def ask(secret, address="10.1.2.3", on=DAY):
    return token_of(secret, address, now=timezone.now(), on=on)


def activate(token, guard):
    activate_token(token, officer=guard, by=acting(guard), on=DAY)
    token.refresh_from_db()


def test_two_persons_make_a_token(keeper, guard, clerk):
    token, secret = opened(keeper, clerk)
    with pytest.raises(Unknown):
        ask(secret)
    activate(token, guard)
    assert ask(secret) == token
    assert (token.state, token.proposer, token.approver) == ("active", keeper, guard)
    moves = Event.objects.filter(object_id=token.public_id).order_by("pk").values_list("move", "act__actor")
    assert list(moves) == [("open", keeper.name), ("activate", guard.name)]


def test_nobody_activates_what_they_opened(keeper, guard, clerk):
    token, _ = opened(keeper, clerk)
    keeper.grants.update(role="security_admin")
    keeper.__dict__.pop("_roles", None)
    with pytest.raises(Refused, match="自己开设"):
        activate(token, keeper)
    with pytest.raises(Refused, match="只有安全管理员"):
        activate(token, factories.officer("system_admin"))
    with pytest.raises(IntegrityError, match="token_four_eyes"), transaction.atomic():
        SystemToken.objects.update(approver=keeper)


def test_the_secret_is_kept_nowhere(keeper, clerk):
    token, secret = opened(keeper, clerk)
    kept = " ".join(str(value) for value in SystemToken.objects.values().get().values())
    said = " ".join(f"{act.reason}{act.basis}{act.actor}" for act in Act.objects.all())
    assert secret not in kept + said
    assert len(secret) > 40
    assert token.hint == secret[:8]


def test_revoked_it_is_dead_at_once_and_for_ever(keeper, guard, clerk):
    token, secret = opened(keeper, clerk)
    activate(token, guard)
    with pytest.raises(Refused, match="理由"):
        revoke_token(token, officer=keeper, by=acting(keeper), on=DAY, reason=" ")
    revoke_token(token, officer=keeper, by=acting(keeper), on=DAY, reason="系统停用")
    with pytest.raises(Unknown):
        ask(secret)
    with pytest.raises(Refused, match="状态已经变化"):
        activate(token, guard)


def test_its_days(keeper, guard, clerk):
    token, secret = opened(keeper, clerk, since=DAY + timedelta(days=1), until=DAY + timedelta(days=2))
    activate(token, guard)
    good = []
    for days in range(4):
        try:
            good.append(ask(secret, on=DAY + timedelta(days=days)) == token)
        except Unknown:
            good.append(False)
    assert good == [False, True, True, False]


@pytest.mark.parametrize(
    ("address", "good"),
    [("10.1.2.3", True), ("10.1.255.1", True), ("10.2.0.1", False), ("192.0.2.7", True), ("192.0.2.8", False),
     ("::ffff:10.1.2.3", True), ("2001:db8::1", False), (None, False)],
)  # fmt: skip
def test_addresses(keeper, guard, clerk, address, good):
    token, secret = opened(keeper, clerk, addresses=["10.1.0.0/16", "192.0.2.7"])
    activate(token, guard)
    if good:
        assert ask(secret, address) == token
    else:
        with pytest.raises(Barred, match="地址"):
            ask(secret, address)


def test_addresses_are_written_in_one_way():
    assert networks([" 10.1.2.3 ", "10.1.2.3/16", "", "2001:DB8::/32"]) == [
        "10.1.2.3/32", "10.1.0.0/16", "2001:db8::/32",
    ]  # fmt: skip
    with pytest.raises(Refused, match="不是 IP 地址"):
        networks(["办公室"])


@pytest.mark.parametrize("fault", ["inactive", "moved", "no clerk", "ended"])
def test_it_lives_no_longer_than_its_officer_and_department(keeper, guard, clerk, fault):
    token, secret = opened(keeper, clerk)
    activate(token, guard)
    if fault == "inactive":
        clerk.is_active = False
        clerk.save()
    elif fault == "moved":
        clerk.department = factories.department()
        clerk.save()
    elif fault == "no clerk":
        clerk.grants.update(until=DAY)
    else:
        clerk.department.until = DAY
        clerk.department.save()
    with pytest.raises(Barred):
        ask(secret)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"scopes": []}, "至少选择"),
        ({"scopes": ["admin"]}, "至少选择"),
        ({"until": DAY - timedelta(days=1)}, "不能早于"),
        ({"until": None}, "最长2年"),
        ({"until": DAY + timedelta(days=900)}, "最长2年"),
        ({"addresses": ["x"]}, "不是 IP"),
    ],
)
def test_what_is_refused(keeper, clerk, fields, words):
    with pytest.raises(Refused, match=words):
        opened(keeper, clerk, **fields)
    assert not SystemToken.objects.exists()


def test_only_a_clerk_of_the_department_answers_for_it(keeper, clerk):
    with pytest.raises(Refused, match="不在"):
        opened(keeper, clerk, department=factories.department())
    with pytest.raises(Refused, match="填报员"):
        opened(keeper, factories.officer("reviewer"))


def test_its_use_is_noted_once_a_minute(keeper, guard, clerk):
    token, secret = opened(keeper, clerk)
    activate(token, guard)
    ask(secret)
    token.refresh_from_db()
    first = token.last_used_at
    ask(secret)
    token.refresh_from_db()
    assert token.last_used_at == first is not None


# --- pages -----------------------------------------------------------------------------------------------------------


def browser(officer):
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_pages_from_opening_to_revoking(keeper, guard, clerk):
    said = {
        "name": "办案系统", "username": clerk.username, "scopes": ["submit", "read"], "until": UNTIL.isoformat(),
        "addresses": "127.0.0.0/8\n10.1.2.3",
    }  # fmt: skip
    page = browser(keeper).post("/accounts/tokens/add", said | {"username": "nobody"}).content.decode()
    assert "没有这个登录名" in page
    page = browser(keeper).post("/accounts/tokens/add", said).content.decode()
    secret = re.search(r"xyt_[\w-]{40,}", page)[0]
    token = SystemToken.objects.get()
    assert token.addresses == ["127.0.0.0/8", "10.1.2.3/32"]
    for officer in (keeper, guard, factories.officer("auditor")):
        page = browser(officer).get("/accounts/tokens/").content.decode()
        assert "待启用" in page
        assert secret not in page
    assert browser(keeper).post(f"/accounts/tokens/{token.public_id}/activate").status_code == 403
    browser(guard).post(f"/accounts/tokens/{token.public_id}/activate")
    answer = Client().get("/api/department/v1/status", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["scopes"] == ["submit", "read"]
    browser(guard).post(f"/accounts/tokens/{token.public_id}/revoke", {"reason": "泄露"})
    token.refresh_from_db()
    assert token.state == "revoked"
    answer = Client().get("/api/department/v1/status", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


def test_the_list_costs_the_same_however_long(keeper, clerk):
    client, counts = browser(keeper), []
    for _ in range(2):
        for _ in range(3):
            opened(keeper, clerk)
        with CaptureQueriesContext(connection) as context:
            client.get("/accounts/tokens/")
        counts.append(len(context))
    assert counts[0] == counts[1]
