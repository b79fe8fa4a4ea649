"""Every page without an object in its address asks as often for many rows as for few."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from accounts import tying
from accounts.applying import Wanted, apply_for_accounts
from accounts.models import Department, Role
from commitments import paper_lists
from credit_platform.routes import ALLOWED, routes
from records import overriding
from records.delivering import deliver
from subjects.models import Institution
from supervision import assessing, escalating, findings, ordering, securing
from supervision.models import Finding
from tests import factories
from tests.articles import articles_here
from tests.commitments import promising
from tests.dishonesty_reports import telling
from tests.exchange.conftest import born, by, follow, settled
from tests.records import making
from tests.records.making import days
from tests.representation.making import filed

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
        _fill_supervision(people, body)
        _fill_accounts(people, body)
        _fill_promises(people)
        filed(people)
        telling.told(people, address=factories.code())
        telling.forwarded(people, address=factories.code())
        articles_here.published(people)
        articles_here.published(people, "notice")
        articles_here.submitted(people)
        born(people)
    settled(people, name=f"省级平台{count}")
    born(people)
    follow()
    assessing.draw_up(making.FRIDAY.year, **by(people.office, making.FRIDAY))
    deliver(factories.DAY)


def _fill_supervision(people: making.Staff, body: Department) -> None:
    """A reconciliation with its findings and papers, an order that went to and fro, what follows it, a security entry."""
    office, friday = by(people.office, making.FRIDAY), making.FRIDAY
    listed = f"文书号,名称,决定日期\n虚罚〔2026〕{body.code}号,虚构{body.name},2026-11-18\n".encode()
    findings.run(
        department=people.body, first=friday.replace(day=1), last=friday, lists={"site": ("清单.csv", listed)}, paper=True,
        **office,
    )  # fmt: skip
    order = ordering.issue(
        department=people.body, ground="other", title="补报数据", text="请补报", basis="虚构办法", due=friday + days(10),
        findings=[Finding.objects.latest("pk")], **office,
    )  # fmt: skip
    ordering.reply(order, text="已补报", papers=[], **by(people.clerk, friday))
    ordering.send_back(order, opinion="不全", due=friday + days(12), **office)
    escalating.propose(order, kind="circular", text="通报", basis="虚构办法", **office)
    keeper = factories.officer("security_admin", department=people.office.department)
    securing.enter(
        kind="drill", happened_on=friday, responsible="安全员", finding="无", measure="", due=None, freeze=None,
        **by(keeper, friday),
    )  # fmt: skip


def _fill_promises(people: making.Staff) -> None:
    """A list of papers, one proposed, and a promise that is overdue."""
    with override_settings(JURISDICTION="yingkou"):  # a text that knows late papers
        promising.matter(people, f"事项{factories.code()}")
        promising.accepted(people)
    promising.template(people, f"模板{factories.code()}")
    made = promising.received(people, fulfil_by=promising.SOON)
    making.release(people, made.submission)
    promising.received(people)
    paper_lists.propose(
        people.body, title=factories.code(), basis="指南", papers=promising.PAPERS, **promising.by(people.clerk)
    )


def _fill_accounts(people: making.Staff, body: Department) -> None:
    """Ties of both kinds, settled and proposed, an application, a code that the office vouches for."""
    office, friday = by(people.office, making.FRIDAY), making.FRIDAY
    tying.propose_tie("line", body, people.body, trade="市场监管", basis="虚发〔2026〕1号", since=friday, **office)
    tie = tying.propose_tie("on_behalf", people.body, body, basis="虚发〔2026〕1号", since=friday, **office)
    tying.adopt_tie(tie, **by(people.approver, friday))
    apply_for_accounts(
        office=people.office.department, name=f"虚构市档案馆{body.name}", code=factories.code("12"),
        letter=("函.pdf", b"%PDF-1.4"), persons=[Wanted("甲", "", "2801234", "clerk")], address=str(uuid.uuid4()), on=friday,
    )  # fmt: skip
    good = factories.code()
    overriding.propose(
        code=good[:17] + ("0" if good[17] != "0" else "1"), name="虚构商贸有限公司", reason="如此核发", evidence="登记档案",
        paper=overriding.Paper("档案.pdf", b"%PDF-1.4"), **office,
    )  # fmt: skip


def _asked(clients: dict[str, Client]) -> dict[tuple[str, str], int]:
    counts = {}
    for route in LISTS:
        for role, client in clients.items():
            if route.answer(role) != ALLOWED:
                continue
            connection.queries_log.clear()  # it holds 9,000, and a full one would count nothing
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(reverse(route.name))
                # The status page says 503 where sweeps last ran long ago, as in a test run that takes its time.
                standing = route.name.startswith("publicity:status") and answer.status_code == 503
                assert answer.status_code < 500 or standing, (route.path, role)
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
    _fill(people, 1)
    _asked(clients)  # what is remembered by the process
    few = _asked(clients)
    _fill(people, 3)
    many = _asked(clients)
    assert min(few.values()) > 0
    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}
