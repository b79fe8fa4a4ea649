"""Pages of reconciliation, orders, scorecards, tasks and the register: foreign ids, exports, what each role is offered."""

import io
import uuid
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from rules.calendar import working_calendar
from supervision.inventing_more import invent_consequences
from supervision.models import (
    Escalation,
    Finding,
    OrderPaper,
    Reconciliation,
    RectificationOrder,
    RecurringTask,
    Scorecard,
    SecurityEntry,
)
from supervision.ordering import reply
from supervision.views.ordering import ASKED
from tests import factories
from tests.records import making as records
from tests.supervision import making

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def people():
    people = making.staff()
    people.security = factories.officer("security_admin", department=people.office.department)
    people.supervisor = factories.officer("supervisor", department=people.office.department)
    day = f"{TODAY - timedelta(days=20):%Y/%m/%d}"
    records.send(people, [records.penalty(people.body, JDRQ=day) for _ in range(6)], on=TODAY - timedelta(days=18))
    invent_consequences([(people.body, people.clerk, people.reviewer)], TODAY)
    return people


def named() -> list[str]:
    order = RectificationOrder.objects.filter(state="issued").first()
    made = reply(
        order, text="已补报", papers=[("a.pdf", b"%PDF-1")], officer=order.department.officers.get(grants__role="clerk"),
        actor=making.acting(order.department.officers.get(grants__role="clerk")), on=TODAY,
    )  # fmt: skip
    return [
        f"/supervision/reconciliations/{Reconciliation.objects.get().public_id}/",
        f"/supervision/findings/{Finding.objects.first().public_id}/",
        f"/supervision/orders/{order.public_id}/",
        f"/supervision/orders/papers/{OrderPaper.objects.get(reply=made).public_id}/",
        f"/supervision/escalations/{Escalation.objects.get().public_id}/",
        f"/supervision/scorecards/{Scorecard.objects.get(department=order.department).public_id}/",
        f"/supervision/tasks/{RecurringTask.objects.filter(department=order.department).first().public_id}/",
    ]


def test_foreign_ids_answer_like_unknown_ones(people):
    stranger = making.staff()
    for address in named():
        assert enter(people.office).get(address).status_code == 200, address
        assert enter(people.supervisor).get(address).status_code == 200, address
        unknown = address.replace(address.split("/")[-2], str(uuid.uuid4()))
        for officer in (stranger.clerk, stranger.office):
            client = enter(officer)
            foreign, none = client.get(address), client.get(unknown)
            assert foreign.status_code == none.status_code == 404, address
            assert foreign.content == none.content
            assert client.post(address, {"action": "settle"}).status_code in (404, 405)


def test_a_department_does_not_see_what_is_only_proposed_or_scored(people):
    address = f"/supervision/escalations/{Escalation.objects.get().public_id}/"
    assert enter(people.clerk).get(address).status_code == 404
    Scorecard.objects.get(department=people.body).lines.update(note="只给信用办看")
    card = f"/supervision/scorecards/{Scorecard.objects.get(department=people.body).public_id}/"
    assert "只给信用办看" in enter(people.clerk).get(card).content.decode(), "published"


def test_evidence_is_a_download_only(people):
    address = named()[3]
    answer = enter(people.office).get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Cache-Control"] == "no-store"


def test_a_year_of_scorecards_holds_no_formula(people):
    people.body.name = "=1+1"
    people.body.save()
    answer = enter(people.office).get("/supervision/scorecards.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    types = {cell.value: cell.data_type for line in sheet for cell in line if cell.value is not None}
    assert types["=1+1"] in ("s", "inlineStr")
    assert "f" not in types.values()
    assert "暂无数据" in types


def test_who_may_not_write_gets_no_further_by_hand(people):
    order = RectificationOrder.objects.overdue(TODAY).get()
    address = f"/supervision/orders/{order.public_id}/"
    for officer in (people.supervisor, people.auditor, people.clerk):
        enter(officer).post(address, {"action": "withdraw", "reason": "x"})
        enter(officer).post(address, {"action": "settle"})
    order.refresh_from_db()
    assert order.state == "issued"
    assert enter(people.supervisor).get("/supervision/reconciliations/new/").status_code == 403
    assert enter(people.supervisor).get("/workbench/records/").status_code == 403
    assert enter(people.office).get("/supervision/security/").status_code == 403
    assert enter(people.approver).get("/supervision/security/new/").status_code == 403
    entry = SecurityEntry.objects.filter(state="open").exclude(measure="").first()
    for officer, state in ((people.auditor, "open"), (people.security, "open"), (people.approver, "closed")):
        enter(officer).post(f"/supervision/security/{entry.public_id}/", {"action": "close", "words": "已核实"})
        entry.refresh_from_db()
        assert entry.state == state


def test_the_security_administrator_finishes_their_task_in_the_calendar(people):
    task = RecurringTask.objects.filter(duty__role="security_admin", state="open").first()
    address, said = "/supervision/tasks/", {"task": str(task.public_id), "words": "已演练"}
    enter(people.office).post(address, said)
    task.refresh_from_db()
    assert task.state == "open"
    enter(people.security).post(address, said)
    task.refresh_from_db()
    assert (task.state, task.done_by) == ("done", people.security)
    for junk in ("month=x", "month=9999-99", "show=x"):
        assert enter(people.security).get(f"{address}?{junk}").status_code == 200


def test_all_open_differences_go_into_one_order(people):
    """Without a script: a second button of the same form; settled ones stay out, and the proposed day is a working day."""
    made = Reconciliation.objects.get()
    client = enter(factories.officer("office", department=people.office.department))
    page = client.get(f"/supervision/reconciliations/{made.public_id}/").content.decode()
    assert f'name="all" value="{made.public_id}"' in page
    findings = Finding.objects.filter(source__reconciliation=made, state__in=["open", "explained"])
    assert findings.exists()
    answer = client.get("/supervision/orders/new/", {"all": str(made.public_id), "what": "y", "state": "x"})
    assert {one.pk for one in answer.context["findings"]} == set(findings.values_list("pk", flat=True))
    first = findings.first().what
    narrowed = client.get("/supervision/orders/new/", {"all": str(made.public_id), "what": first})
    assert {one.what for one in narrowed.context["findings"]} == {first}
    assert not client.get("/supervision/orders/new/", {"all": "x"}).context["findings"]
    assert working_calendar().is_working(answer.context["form"].initial["due"])
    text = answer.context["form"].initial["text"]
    assert all((ASKED[what] in text) == findings.filter(what=what).exists() for what in ASKED)


def test_orders_are_soon_within_three_working_days(people):
    """A fortnight ahead is not soon."""
    order = RectificationOrder.objects.filter(state="issued").first()
    for due, soon in (
        (TODAY, True),
        (working_calendar().add(TODAY, 3).date, True),
        (working_calendar().add(TODAY, 4).date, False),
        (TODAY - timedelta(days=1), False),
    ):
        RectificationOrder.objects.filter(pk=order.pk).update(due=due)
        assert RectificationOrder.objects.filter(pk=order.pk).soon(TODAY).exists() is soon, due
