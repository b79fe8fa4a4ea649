"""The forwarding pages: who sees what, unknown is like foreign, and no list costs a query a row. Source: C5."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessLog
from exchange.demo import seed
from exchange.models import Destination
from exchange.sending import send
from tests import factories
from tests.exchange.conftest import DAY, born, by, follow, settled, values
from tests.records import making
from workbench.clock_notices import tell_office_of_lines
from workbench.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)


def posted(**more):
    return {name: value for name, value in (values(**more) | {"reason": "对接"}).items() if value is not None}


@pytest.fixture
def parcel(people, destination):
    born(people)
    follow()
    return send(destination, **by(people.office))


def test_the_whole_way_by_pages(client, people):
    client.force_login(people.office)
    answer = client.post("/exchange/destinations/add/", posted(), follow=True)
    assert "须由另一位信用办审批人员" in answer.content.decode()
    address = answer.redirect_chain[-1][0]
    assert client.post(address, {"action": "approve"}, follow=True).status_code == 200
    assert not Destination.objects.exists()  # the office may not grant
    client.force_login(people.approver)
    client.post(address, {"action": "approve"})
    destination = Destination.objects.get()
    born(people)
    born(people)
    follow()
    client.force_login(people.office)
    here = f"/exchange/destinations/{destination.public_id}/"
    assert "待转送" in client.get(here).content.decode()
    answer = client.post(f"{here}export/", follow=True)
    assert "第1号文件，共2条" in answer.content.decode()
    there = answer.redirect_chain[-1][0]
    file = client.get(f"{there}file.jsonl")
    assert file["Content-Disposition"] == f"attachment; filename*=UTF-8''credit-{DAY:%Y%m%d}-00001.jsonl"
    assert AccessLog.objects.filter(what="下载转送文件", officer_id=people.office.public_id).count() == 1
    first = destination.lines.first()
    client.post(f"{there}lines/", {"action": "refuse", "lines": [str(first.public_id)], "reason": "无此主体"})
    client.post(f"{there}receipt/", {"number": "HZ1", "received_on": DAY.isoformat()})
    assert sorted(destination.lines.values_list("state", flat=True)) == ["acknowledged", "refused"]
    assert "无此主体" in client.get(there).content.decode()
    client.post(f"{there}lines/", {"action": "again", "lines": [str(first.public_id)]})
    assert destination.lines.filter(state="waiting").count() == 1
    wrong = client.post(f"{there}receipt/", {"number": "", "received_on": "x"}, follow=True).content.decode()
    assert "样式填写日期" in wrong


def test_wrong_forms_say_why(client, people):
    client.force_login(people.office)
    answer = client.post("/exchange/destinations/add/", posted(length="working_days", working_days=None))
    assert "工作日数请填1至60" in answer.content.decode()


def test_foreign_is_like_unknown(client, people, destination, parcel):
    far = making.staff()
    client.force_login(far.office)
    for form in ("/exchange/destinations/{}/", "/exchange/destinations/{}/change/"):
        foreign, unknown = client.get(form.format(destination.public_id)), client.get(form.format(uuid.uuid4()))
        assert (foreign.status_code, foreign.content) == (404, unknown.content)
    for form in ("/exchange/parcels/{}/", "/exchange/parcels/{}/file.jsonl"):
        assert client.get(form.format(parcel.public_id)).status_code == 404
    for form in ("/exchange/parcels/{}/receipt/", "/exchange/parcels/{}/lines/"):
        assert client.post(form.format(parcel.public_id), {}).status_code == 404
    assert client.post(f"/exchange/destinations/{destination.public_id}/export/").status_code == 404
    change = destination.changes.get()
    assert client.get(f"/exchange/changes/{change.public_id}/").status_code == 404


def test_the_auditor_reads_and_does_nothing(client, people, destination, parcel):
    client.force_login(people.auditor)
    for path in (
        "/exchange/",
        f"/exchange/destinations/{destination.public_id}/",
        f"/exchange/parcels/{parcel.public_id}/",
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert '<form method="post" action="/exchange' not in page.content.decode()
    assert client.post(f"/exchange/destinations/{destination.public_id}/export/").status_code == 403
    assert client.get("/exchange/destinations/add/").status_code == 403
    for who in (people.clerk, people.reviewer):
        client.force_login(who)
        assert client.get("/exchange/").status_code == 403


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_lists_cost_no_query_a_row(client, people, destination, parcel):
    client.force_login(people.office)
    paths = ["/exchange/", f"/exchange/destinations/{destination.public_id}/", f"/exchange/parcels/{parcel.public_id}/"]
    few = [queries(client, path) for path in paths]
    for number in range(6):
        settled(people, name=f"目标{number}")
        born(people, subject=factories.subject())
    follow()
    send(destination, **by(people.office))
    parcel.destination.lines.update(parcel=parcel)
    assert [queries(client, path) for path in paths] == few


def test_late_lines_are_told_and_counted(client, people):
    settled(people, length="at_once", working_days=None)
    record = factories.record("licence", department=people.body, state="awaiting", public_from=None)
    from tests.exchange.conftest import happen

    happen(record, "release", on=DAY.replace(day=1), public_from=DAY.replace(day=1))
    follow()
    client.force_login(people.office)
    if DAY.day > 1:
        assert "应转送的信息，逾期未送出" in client.get("/workbench/").content.decode()
        assert (tell_office_of_lines(DAY), tell_office_of_lines(DAY)) == (1, 0)
        notice = Notice.objects.get(officer=people.office)
        assert (notice.plain, notice.link) == (True, "/exchange/")


def test_demo(people):
    for role, officer in (("office", people.office), ("office_approver", people.approver)):
        type(officer).objects.filter(pk=officer.pk).update(username=role)
    born(people)
    born(people)
    assert (seed(DAY), seed(DAY)) == (2, 0)
    states = set(Destination.objects.get(name="上级信用平台（演示）").lines.values_list("state", flat=True))
    assert states == {"refused", "acknowledged"}


def test_overdue_lines_stand_first(client, people, destination, parcel):
    """Then the newest, whatever their day."""
    client.force_login(people.office)
    born(people)
    born(people)
    follow()
    lines = list(destination.lines.filter(state="waiting").order_by("seq"))
    destination.lines.filter(pk=lines[0].pk).update(due=DAY - timedelta(days=2))
    shown = client.get(f"/exchange/destinations/{destination.public_id}/").context["lines"]
    assert shown[0] == lines[0]
    assert [line.seq for line in shown[1:]] == sorted((line.seq for line in shown[1:]), reverse=True)
