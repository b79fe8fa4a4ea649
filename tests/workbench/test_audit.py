"""Auditor screens: what an officer did, read, took away and set; every download says so; nobody else may look."""

import io
import uuid
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from accounts.acting import actor_of
from accounts.appointing import grant_role
from accounts.looking import note_look
from accounts.models import AccessLog, Role
from credit_platform.declaring import REPRESENTATIVE
from credit_platform.routes import routes
from credit_reports import issuing
from ledger.models import Act
from tests import factories
from tests.articles import articles_here
from tests.blacklists.offering_here import outsider
from tests.blacklists.walking import noticed
from tests.commitments import promising
from tests.credit_reports.reporting import question
from tests.dishonesty_reports import telling
from tests.disputes import walking as disputing
from tests.exchange.conftest import born, by, follow, settled
from tests.records import making
from tests.repairs import mending
from tests.representation.making import claimed
from tests.sanctions.minor_walking import issued
from tests.sanctions.stories import handed_up
from tests.workbench.conftest import TODAY, enter
from workbench.auditing import SETTINGS

pytestmark = pytest.mark.django_db(transaction=True)
INDEX = "/workbench/audit/"
HOUSE = (
    "accounts", "rules", "representation", "records", "exchange", "supervision", "blacklists", "commitments", "checks", "workbench",
)  # fmt: skip


@pytest.fixture
def watched(people):
    """A reviewer who released one record, looked at two things and took one away; an administrator who set a role."""
    submission, _ = making.send(people, [making.penalty(people.body)], on=TODAY)
    making.release(people, submission, on=TODAY)
    client = enter(people.reviewer)
    client.get("/workbench/review/")
    client.get(f"/workbench/submissions/{submission.public_id}/")
    client.get("/workbench/records.xlsx")
    keeper = factories.officer("security_admin", department=people.office.department)
    people.keeper = keeper
    grant_role(
        factories.officer(department=people.body, person_key="y" * 64), "clerk", by=actor_of(keeper, "page"), on=TODAY
    )
    return people


def page_of(officer) -> str:
    return f"{INDEX}{officer.public_id}/"


def shown(client, officer, **asked) -> list[tuple[str, str]]:
    lines = client.get(page_of(officer), asked).context["lines"]
    return [(entry.title, title) for entry, title, _, _ in lines]


def test_one_line_of_time_of_all_that_an_officer_did(watched):
    client = enter(watched.auditor)
    assert shown(client, watched.reviewer) == [
        ("下载", "下载记录列表"), ("查阅", "查看报送批次"), ("查阅", "查看待审核列表"), ("办理", "审核公示"),
    ]  # fmt: skip
    assert shown(client, watched.keeper) == [("设置", "授予角色")]
    for kind, count in {"done": 1, "read": 2, "taken": 1, "set": 0}.items():
        assert len(shown(client, watched.reviewer, kind=kind)) == count
    assert len(shown(client, watched.reviewer, since=str(TODAY), until=str(TODAY))) == 4
    assert not shown(client, watched.reviewer, until=str(factories.ago(1)))
    page = client.get(page_of(watched.reviewer)).content.decode()
    act = Act.objects.get(what="release")
    assert f"/workbench/acts/{act.public_id}/" in page
    assert "数据.xlsx" in page  # the batch that was looked at


def test_the_index_counts_and_its_figures_open_the_same(watched):
    client = enter(watched.auditor)
    page = client.get(INDEX)
    rows = {row.officer: row for _, group in page.context["departments"] for row in group}
    assert rows[watched.reviewer].counts == {"done": 1, "set": 0, "read": 2, "taken": 1}
    assert rows[watched.keeper].counts == {"done": 0, "set": 1, "read": 0, "taken": 0}
    assert rows[watched.clerk].counts["done"] >= 1
    for row in rows.values():
        for kind, _, count in row.cells:
            if row.officer != watched.auditor:
                asked = f"{page_of(row.officer)}?{page.context['days']}&kind={kind}"
                assert client.get(asked).context["page"].paginator.count == count
    assert not any(
        sum(row.counts.values())
        for _, group in client.get(INDEX, {"until": str(factories.ago(1))}).context["departments"]
        for row in group
    )


def test_the_auditor_is_watched_too(watched):
    client = enter(watched.auditor)
    client.get(INDEX)
    client.get(page_of(watched.reviewer))
    client.get(f"{INDEX}{watched.reviewer.public_id}.xlsx")
    assert [title for _, title in shown(client, watched.auditor)] == [
        "下载人员行为",
        "查看人员行为",
        "查看人员行为目录",
    ]
    look = AccessLog.objects.get(what="下载人员行为")
    assert look.object_id == watched.reviewer.public_id
    assert watched.reviewer.name in client.get("/workbench/looks/").content.decode()


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"auditor"}))
def test_nobody_else_may_look(watched, role):
    client = enter(factories.officer(role, department=watched.office.department))
    for address in (INDEX, "/workbench/audit.xlsx", page_of(watched.clerk), f"{INDEX}{watched.clerk.public_id}.xlsx"):
        assert client.get(address).status_code == 403
    assert enter(watched.auditor).get(f"{INDEX}{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "昨天"}, {"until": "2026-02-30"}, {"kind": "x"}, {"since": "0001-01-01"}, {"until": "9999-12-31"},
        {"since": "2026-05-02", "until": "2026-05-01"},
    ],
)  # fmt: skip
def test_what_is_not_understood_gets_a_sentence(watched, asked):
    client = enter(watched.auditor)
    page = client.get(page_of(watched.reviewer), asked)
    assert page.status_code == 200
    assert "请按提示更正" in page.content.decode()
    for address in (INDEX, "/workbench/audit.xlsx", f"{INDEX}{watched.reviewer.public_id}.xlsx"):
        assert client.get(address, asked).status_code == 200


def test_the_tables_to_take_away(watched):
    note_look(watched.reviewer, "查看记录列表", "record")
    client = enter(watched.auditor)
    answer = client.get(f"{INDEX}{watched.reviewer.public_id}.xlsx", {"kind": "read"})
    assert answer["Cache-Control"] == "no-store"
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active]
    assert [row[2] for row in rows[2:]] == ["查看记录列表", "查看报送批次", "查看待审核列表"]
    index = openpyxl.load_workbook(io.BytesIO(client.get("/workbench/audit.xlsx").content)).active
    assert any(cell.value == watched.reviewer.username for row in index for cell in row)


def test_pages_ask_as_many_queries_for_many_rows_as_for_few(watched):
    client = enter(watched.auditor)
    for address in (INDEX, page_of(watched.reviewer)):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for _ in range(20):
            note_look(watched.reviewer, "查看记录", "record", factories.record().public_id)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        # A page that shows records for the first time asks once how they are called and once who may open them.
        assert len(many) <= len(few) + 2


def test_settings_are_acts_that_there_are():
    house = [path for app in HOUSE for path in Path(settings.BASE_DIR, app).rglob("*.py")]
    source = "".join(path.read_text() for path in house if path.name != "auditing.py")
    assert not {what for what in SETTINGS if f'record_act("{what}"' not in source and f'"{what}"' not in source}


def _promises(people) -> dict[str, tuple]:
    with override_settings(JURISDICTION="yingkou"):  # a text that knows late papers
        late = promising.accepted(people)
    made = promising.received(people)
    return {
        "commitments:commitment_letter": (people.clerk, {"public_id": made.public_id}),
        "commitments:commitment_signed": (people.clerk, {"public_id": made.public_id}),
        "commitments:late_paper_letter": (people.clerk, {"public_id": late.public_id}),
        "commitments:late_paper_signed": (people.clerk, {"public_id": late.public_id}),
    }


def _downloads(people) -> dict[str, tuple]:
    """URL name → (who takes it away, names of the address)."""
    submission, _ = making.send(people, [making.penalty(people.body)], on=TODAY)
    destination = settled(people)
    born(people)
    follow()
    from exchange.sending import send

    parcel = send(destination, **by(people.office))
    keeper = factories.officer("system_admin", department=people.office.department)
    letter = noticed(people, on=TODAY).letters.get()
    with override_settings(JURISDICTION="hua_county"):
        reminder = issued(people).letter("reminder")
    return {
        "workbench:annotated": (people.clerk, {"public_id": submission.public_id}),
        "workbench:template": (people.clerk, {"kind": "licence"}),
        "workbench:records_download": (people.office, {}),
        "workbench:audit_workbook": (people.auditor, {}),
        "workbench:audit_officer_workbook": (people.auditor, {"public_id": people.clerk.public_id}),
        "supervision:overview_workbook": (people.office, {}),
        "supervision:effect_table": (people.office, {}),
        "supervision:summary_workbook": (people.office, {"form": "progress_shaanxi", "month": TODAY.replace(day=1)}),
        "supervision:scorecards_workbook": (people.office, {}),
        "workbench:list_revision_sheet": (people.office, {"family": "behaviour_list", "pack": "national"}),
        "lists:list_template": (people.office, {"kind": "debtor"}),
        "lists:letter_pdf": (people.clerk, {"public_id": letter.public_id}),
        "checks:batch_template": (people.clerk, {}),
        "disputes:letter": (people.office, {"public_id": _reply(people).public_id}),
        "dishonesty:evidence": (people.clerk, {"public_id": telling.forwarded(people, TODAY).papers.get().public_id}),
        "credit_reports:file": (people.office, {"public_id": _issued(people).public_id}),
        "checks:list_notices_sheet": (outsider(people), {}),
        **_promises(people),
        "articles:article_paper": (
            people.office,
            {"public_id": articles_here.submitted(people).papers.get().public_id},
        ),
        "joint:case_parcel_file": (people.office, {"public_id": handed_up(people, on=TODAY).public_id}),
        "repairs:letter_pdf": (people.clerk, {"public_id": mending.granted(people).letters.first().public_id}),
        "joint:minor_letter_pdf": (people.clerk, {"public_id": reminder.public_id}),
        "exchange:parcel_file": (people.office, {"public_id": parcel.public_id}),
        "accounts:officers_template": (keeper, {}),
    }


def _issued(people):
    return issuing.at_window(
        factories.subject(), question(), reason="经办人持授权书来办", officer=people.office,
        actor=actor_of(people.office, "page"), on=TODAY,
    )  # fmt: skip


def _reply(people):
    return disputing.decided(disputing.by_claim(claimed(people=people), people), people, "keep").letters.get()


def test_every_download_writes_a_look_that_says_so(people):
    known = _downloads(people)
    theirs = {route.name for route in routes() if REPRESENTATIVE in (route.roles or ())}  # tests/representation
    files = {
        route.name for route in routes() if route.roles and route.path.endswith((".xlsx", ".jsonl", ".pdf"))
    } - theirs
    unknown = {name for name in files if not name.startswith("department_api")} - set(known)
    assert not unknown, f"no test takes these away: {unknown}"
    for name, (officer, names) in known.items():
        before = AccessLog.objects.filter(what__startswith="下载").count()
        answer = enter(officer).get(reverse(name, kwargs=names))
        assert answer.status_code == 200, name
        assert "attachment" in answer["Content-Disposition"], name
        assert AccessLog.objects.filter(what__startswith="下载").count() == before + 1, name
