"""Every named URL of the house × every role: who gets in is what the view says, and every view says it.

A view of staff is decorated with role_required. Those that are not are listed here, one by one or by namespace.
"""

import uuid

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.access import STAFF
from accounts.models import Role
from credit_platform.declaring import REPRESENTATIVE

PUBLIC_NAMESPACES = {
    "publicity",
    "department_api",
    "department_checks",
    "public_api",
    "representation",
}  # of the API: tests/records/test_api_scope.py, tests/checks/test_api.py; of those on record: tests/architecture/test_own_scope.py
# Half-way pages guard themselves: tests/accounts/test_entering.py.
PUBLIC = {"accounts:log_in", "accounts:log_out", "accounts:second_factor", "accounts:enrol", "accounts:first_password"}
PLACE = {"uuid": uuid.UUID(int=7), "int": 7, "slug": "x", "str": "x", "path": "x", "month": "2026-09"}


def named(resolver=None, space="", prefix=""):
    """(name, address, view) of every URL; converters get a value that belongs to nothing."""
    for pattern in (resolver or get_resolver(settings.ROOT_URLCONF)).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern, inner, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            route = prefix + str(pattern.pattern)
            for name, converter in pattern.pattern.converters.items():
                kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
                for written in (f"<{kind}:{name}>", f"<{name}>"):
                    route = route.replace(written, str(PLACE[kind]))
            yield f"{space}{pattern.name}", "/" + route, pattern.callback


URLS = list(named())
STAFF_URLS = [
    (name, address, view)
    for name, address, view in URLS
    if name.split(":")[0] not in PUBLIC_NAMESPACES
    and name not in PUBLIC
    and REPRESENTATIVE not in (getattr(view, "allowed_roles", None) or ())
]


def test_every_staff_view_says_whom_it_admits():
    assert len(STAFF_URLS) > 15
    silent = [name for name, _, view in STAFF_URLS if not getattr(view, "allowed_roles", None)]
    assert silent == []


@pytest.fixture
def admitted(hire, enter):
    """Function: does this role get past the door of the address? Every way: reading and writing."""

    def ask(client, address):
        return [method(address).status_code for method in (client.get, client.post)]

    return ask


@pytest.mark.parametrize("role", [None, *Role])
def test_permission_matrix(role, hire, enter, admitted):
    officer = hire("one", *([role] if role else []))
    hire("spare", "security_admin")
    client = enter(officer)
    wrong = []
    for name, address, view in STAFF_URLS:
        anybody = view.allowed_roles >= STAFF and role != Role.OUTSIDE  # an account without a role, too
        allowed = anybody or role in view.allowed_roles
        for status in admitted(client, address):
            if status == 405:
                continue
            if (status == 403) == allowed or status >= 500 or status == 401:
                wrong.append((name, status, allowed))
    assert wrong == []


def test_nobody_gets_in_without_logging_in(client, db, admitted):
    for name, address, _ in STAFF_URLS:
        for status in admitted(client, address):
            assert status in (302, 405), name
        answer = client.get(address)
        if answer.status_code == 302:
            assert answer["Location"].startswith("/accounts/log-in?next="), name


def test_separation_of_the_two_administrators():
    views = {name: view for name, _, view in STAFF_URLS}
    for name in (
        "officer_add",
        "officers_import",
        "officer_close",
        "officer_hand_over",
        "department_add",
        "department_end",
        "department_outside_rename",
        "department_outside_end",
    ):
        assert views[f"accounts:{name}"].allowed_roles == {Role.SYSTEM_ADMIN}
    for name in ("role_grant", "role_revoke", "forget_factor", "lockouts"):
        assert views[f"accounts:{name}"].allowed_roles == {Role.SECURITY_ADMIN}
    writing = [name for name in views if views[name].allowed_roles != frozenset(Role) and name not in READING]
    assert not [name for name in writing if Role.AUDITOR in views[name].allowed_roles and name.startswith("accounts:")]


READING = {"accounts:why", "accounts:departments", "accounts:officers", "accounts:officer", "accounts:tokens"}


def test_a_foreign_id_answers_like_an_unknown_one(hire, enter):
    client = enter(hire("keeper", "system_admin"))
    assert client.get(f"/accounts/officers/{uuid.uuid4()}/").status_code == 404
    assert client.get("/accounts/officers/nonsense/").status_code == 404


def test_who_lacks_the_role_stays_in_the_workbench(hire, enter):
    answer = enter(hire("keeper", "system_admin")).get("/workbench/review/")
    page = answer.content.decode()
    assert answer.status_code == 403
    for words in ("没有办理这项工作的角色", "返回工作台", "退出"):
        assert words in page
    for words in ("超时", "工作人员登录"):
        assert words not in page
