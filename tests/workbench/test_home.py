"""Home and menu: each role's work, counts that open exactly their rows, a word where nothing waits, no door that is shut."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve
from django.utils import timezone

from accounts.models import Officer, Role
from credit_platform.routes import ANYBODY, routes
from exchange.changing import propose_change
from records.cataloguing import Item, propose
from records.freezing import freeze
from records.models import CodeOverride, Hide
from subjects.models import Institution
from tests import factories
from tests.blacklists.offering_here import outsider
from tests.exchange.conftest import by, values
from tests.records import making
from tests.records.calling import token_for
from tests.records.making import acting
from tests.workbench.conftest import PAST, TODAY, enter, late
from workbench.navigation import MENU, admitted
from workbench.today import tasks_of

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/workbench/"


@pytest.fixture
def busy(everything):
    """Beside what is late something of all that waits."""
    people = everything
    late(people, grave=True, due=TODAY, release_by=TODAY)
    late(people, stock=True, due=None, release_by=None)
    late(people, provisional=True, due=TODAY, release_by=TODAY + timedelta(days=60))
    hidden = late(people, state="released", public_from=PAST)
    Hide.objects.create(
        record=hidden, reason="名称有误", proposer=people.office, hidden_on=TODAY, confirm_by=TODAY + timedelta(days=1)
    )
    submission, _ = making.send(people, [row := making.penalty(people.body)], on=TODAY)
    making.release(people, submission, on=TODAY)
    making.send(people, [row | {"CF_NR": "罚款叁万元整"}], on=TODAY)
    propose(
        people.body, [Item("licence", "arising", "法")], basis="依据", officer=people.clerk,
        actor=acting(people.clerk), on=TODAY,
    )  # fmt: skip
    propose_change(None, values=values(name="另一平台"), reason="对接", **by(people.office))
    Institution.objects.create(
        name="虚构评级公司", code=factories.code(), number="备1", business="评级", proposer=people.office
    )
    CodeOverride.objects.create(
        code=factories.code(), name="虚构公司", reason="核发有误", evidence="登记档案", proposer=people.office,
        proposed_on=TODAY,
    )  # fmt: skip
    token_for(people, active=False)
    Officer.objects.filter(pk=factories.officer(department=people.body).pk).update(requested_role="clerk")
    AccessAttempt.objects.create(
        username="x", ip_address="127.0.0.1", failures_since_start=9, attempt_time=timezone.now(), user_agent="",
        http_accept="", path_info="", get_data="", post_data="",
    )  # fmt: skip
    return people


def officer_of(people, role):
    known = {"clerk": people.clerk, "reviewer": people.reviewer, "office": people.office, "auditor": people.auditor}
    known["office_approver"] = people.approver
    if role == "outside":
        return outsider(people)
    return known.get(role) or factories.officer(role, department=people.office.department)


EXPECTED = {
    "clerk": [
        "退回的行",
        "过了法定期限",
        "月报、统计表，待填报",
        "登记信息，待签收",
        "批次等信用办核对",
        "更正与撤下，等审核",
    ],
    "reviewer": [
        "过了法定期限",
        "3个工作日内到期",
        "须逐条确认",
        "须三日内撤下|须在三日内撤下",
        "待第二人确认",
        "存量",
    ],
    "office": [
        "转到信用办",
        "请核对",
        "逾期未送出",
        "逾期未签收",
        "事项，逾期",
        "月报、统计表逾期",
        "期限暂定",
        "逾期未撤下",
    ],
    "office_approver": ["信息目录，待审批", "代码核准", "信用服务机构备案", "转送目标的变更", "更正与撤下，待审核"],
    "auditor": ["今天的行为", "今天的查阅"],
    "system_admin": ["未登记身份证号", "等待授予角色", "令牌待启用"],
    "security_admin": ["等待授予角色", "令牌待启用", "登录被锁定"],
}


@pytest.mark.parametrize("role", Role.values)
def test_every_count_opens_exactly_its_rows(busy, role):
    officer = officer_of(busy, role)
    client = enter(officer)
    client.get("/workbench/records/")
    page = client.get(HOME).content.decode()
    for words in EXPECTED.get(role, []):
        assert re.search(words, page), words
    for task in tasks_of(officer, TODAY):
        assert f'href="{task.link.replace("&", "&amp;")}"' in page
        if role == "auditor":
            continue  # reading the log adds to it
        assert str(task.count) in page
        answer = client.get(task.link)
        assert answer.status_code == 200, task
        assert counted(answer, task) == task.count, task


def counted(answer, task) -> int:
    if answer.context.get("page") and "#changes" not in task.link:
        return answer.context["page"].paginator.count
    for name in ("changes", "attempts"):
        if name in answer.context:
            return len(answer.context[name])
    return 1  # the page of one return


@pytest.mark.parametrize("role", Role.values)
def test_where_nothing_waits_a_sentence_says_so(role):
    office = factories.department("虚构市信用办")
    officer = factories.officer(role, department=office, person_key="x" * 64)
    Officer.objects.exclude(pk=officer.pk).delete()
    page = enter(officer).get(HOME, follow=True)
    tasks = page.context["groups"]
    if not any(rows for _, rows, _ in tasks):
        assert "没有等您办理的事项" in page.content.decode()
    assert role in ("clerk", "reviewer", "outside") or page.context["nothing"]
    assert "<b>0</b>" not in page.content.decode()


def test_an_account_without_roles_is_told_so():
    page = enter(factories.officer()).get(HOME).content.decode()
    assert "还没有角色" in page
    assert "我的账号" in page


def test_a_freeze_and_a_missing_year_are_said(busy, monkeypatch):
    freeze(officer=busy.approver, actor=acting(busy.approver), on=TODAY, reason="演练")
    monkeypatch.setattr("workbench.views.home.missing_year", lambda on: 2027)
    page = enter(busy.reviewer).get(HOME).content.decode()
    assert "公示已冻结" in page
    assert "2027年的节假日安排尚未导入" in page
    assert "/workbench/freeze/" not in page  # the reviewer has no such door
    assert "/workbench/freeze/" in enter(busy.office).get(HOME).content.decode()


def test_the_rates_stand_in_one_line(busy):
    page = enter(busy.clerk).get(HOME).content.decode()
    assert "上报率 <b>未报月报</b>" in page
    assert "/supervision/rates/" in page
    assert "/supervision/overview/" in enter(busy.office).get(HOME).content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_the_home_asks_as_many_queries_for_many_rows_as_for_few(busy, role):
    client = enter(officer_of(busy, role))
    client.get(HOME)
    with CaptureQueriesContext(connection) as few:
        client.get(HOME)
    for _ in range(4):
        here = factories.department(parent=busy.office.department)
        late(busy, department=here, state="held", hold_reason="checking")
        late(busy, grave=True)
        making.send(busy, [making.penalty(busy.body)], on=TODAY)
    with CaptureQueriesContext(connection) as many:
        client.get(HOME)
    assert len(many) == len(few) <= 130, len(few)


# --- the menu --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_the_menu_shows_the_doors_of_the_role_and_no_other(role):
    officer = factories.officer(role)
    client = enter(officer)
    page = client.get("/accounts/me")
    menu = page.content.decode().partition('<ul class="doors">')[2].partition("</nav>")[0]
    links = re.findall(r'href="([^"]+)"', menu)
    assert len(links) == len(set(links)) >= 2
    for link in links:
        assert client.get(link).status_code == 200, link
    hidden = [door.view for group in MENU for door in group.doors if not admitted(door.view) & {role}]
    for view in hidden:
        assert view not in {resolve(link).view_name for link in links}
    assert menu.count('aria-current="page"') == 1


# Reached by whoever is not logged in, or only through a form.
ELSEWHERE = {"accounts:log_in", "accounts:second_factor", "accounts:enrol", "accounts:first_password"}


@pytest.mark.parametrize("role", Role.values)
def test_every_page_without_an_object_can_be_reached_by_links(busy, role):
    """From home on along all links: what the role may open and stands in no page is a page nobody finds."""
    client = enter(officer_of(busy, role))
    found: set[str] = set()
    views: set[str] = set()
    waiting = [HOME]
    opened: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        path = address.split("?")[0].split("#")[0]
        try:
            view = resolve(path).view_name
        except Resolver404:
            continue
        views.add(view)
        # What leads on from a page of the public is no door of staff; two of a kind show the links that the kind has.
        if (
            view.startswith(("publicity:", "public_api:"))
            or address in found
            or opened.get(view, 0) >= 2
            or path.endswith((".xlsx", ".jsonl"))
        ):
            continue
        found.add(address)
        opened[view] = opened.get(view, 0) + 1
        answer = client.get(address)
        standing = address == "/status" and answer.status_code == 503  # other tests leave sweeps that last ran long ago
        assert answer.status_code in (200, 302, 303, 404) or standing, (address, answer.status_code)
        if answer.status_code in (302, 303):
            waiting.append(answer["Location"])
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            page = answer.content.decode()
            for link in re.findall(r'href="(/[^"]*|\?[^"]*)"', page):
                link = link.replace("&amp;", "&")
                waiting.append(path + link if link.startswith("?") else link)
    expected = {
        route.name
        for route in routes()
        if route.method == "GET" and route.declared and not route.names and route.roles and role in route.roles
        and route.answer(ANYBODY) != "allowed" and not route.path.endswith(".xlsx")  # a table stands beside its rows
    }  # fmt: skip
    unfound = expected - views - ELSEWHERE
    assert not unfound
