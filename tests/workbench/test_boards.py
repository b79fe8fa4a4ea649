"""Boards: every figure opens exactly its rows; the office decides what the clock could not; scope holds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessLog
from records.models import Record, RejectedRow
from tests import factories
from tests.records import making
from tests.workbench.conftest import PAST, TODAY, enter, late
from workbench.overdue import REASONS

pytestmark = pytest.mark.django_db(transaction=True)
BOARD, ROWS, DECIDE = "/workbench/overdue/", "/workbench/overdue/rows/", "/workbench/escalated/"


def figures(client) -> dict[str, int]:
    return {key: count for key, _, count in client.get(BOARD).context["sums"]}


def test_each_reason_counts_what_is_late_for_it_and_nothing_else(everything):
    seen = figures(enter(everything.office))
    expected = dict.fromkeys(REASONS, 1)
    assert {key: seen[key] for key in REASONS if key != "lines"} == {key: 1 for key in expected if key != "lines"}
    assert seen["lines"] >= 1


def test_each_figure_opens_exactly_its_rows(everything):
    client = enter(everything.office)
    context = client.get(BOARD).context
    for key, title, count in context["sums"]:
        page = client.get(ROWS, {"why": key})
        assert page.context["page"].paginator.count == count, title
    for department, cells, _, _ in context["rows"]:
        for key, title, count in cells:
            if count:
                page = client.get(ROWS, {"why": key, "department": str(department.public_id)})
                assert page.context["page"].paginator.count == count, title
    assert AccessLog.objects.filter(what="查看逾期看板").exists()


def test_who_reads_the_boards(everything):
    stranger = making.staff()
    assert not any(count for key, count in figures(enter(stranger.office)).items() if key != "returns")
    assert figures(enter(everything.auditor))["awaiting"] == 1
    for officer in (everything.clerk, everything.reviewer):
        for page in (BOARD, ROWS, DECIDE):
            assert enter(officer).get(page).status_code == 403
    client = enter(stranger.office)
    foreign = client.get(ROWS, {"why": "awaiting", "department": str(everything.body.public_id)})
    unknown = client.get(ROWS, {"why": "awaiting", "department": "x"})
    assert foreign.status_code == unknown.status_code == 404
    assert client.get(ROWS, {"why": "nothing"}).status_code == 404
    assert client.get(ROWS).status_code == 302


def test_the_board_asks_as_many_queries_for_many_rows_as_for_few(everything):
    client = enter(everything.office)
    client.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        client.get(BOARD)
    for _ in range(8):
        here = factories.department(parent=everything.office.department)
        late(everything, department=here, state="held", hold_reason="checking")
    with CaptureQueriesContext(connection) as many:
        client.get(BOARD)
    assert len(many) == len(few) <= 40


def test_the_office_decides_on_the_board(people):
    lately = (TODAY - timedelta(days=2)).strftime("%Y/%m/%d")
    record = making.only_record(
        people, making.penalty(people.body, JDRQ=lately, CFLB="责令停产停业", NR_FK=""), on=TODAY
    )
    Record.objects.filter(pk=record.pk).update(state="escalated")
    page = enter(people.office).get(DECIDE).content.decode()
    assert record.document_number in page
    assert "已核对提示，放行" not in page  # 经办 holds back, 审批 releases
    client = enter(people.approver)
    assert "已核对提示，放行" in client.get(DECIDE).content.decode()
    act = f"/workbench/records/{record.public_id}/act/"
    answer = client.post(act, {"action": "hold", "reason": "checking", "note": "数额待核", "board": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == DECIDE
    record.refresh_from_db()
    assert record.state == "held"
    assert "内容存疑" in client.get(DECIDE, {"held": ""}).content.decode()
    client.post(act, {"action": "resume", "note": "已核对", "board": "1"})
    record.refresh_from_db()
    assert record.state in ("awaiting", "escalated")
    auditor = enter(people.auditor)
    assert "处理…" not in auditor.get(DECIDE).content.decode()
    assert auditor.post(act, {"action": "hold", "reason": "checking", "note": "x"}).status_code == 403


def test_rows_to_mend(people):
    row = making.penalty(people.body, WSH="无")
    submission, _ = making.send(people, [row], on=TODAY)
    RejectedRow.objects.update(due=PAST)
    client = enter(people.clerk)
    page = client.get("/workbench/rejected/").content.decode()
    assert submission.file_name in page
    assert "已过法定期限 1" in page
    assert len(client.get("/workbench/rejected/?late").context["page"]) == 1
    assert not enter(making.staff().clerk).get("/workbench/rejected/").context["page"].object_list
    RejectedRow.objects.update(dismissed="重复")
    assert not client.get("/workbench/rejected/").context["page"].object_list


def test_a_supervisor_reads_the_board_of_their_tree_and_opens_no_file(everything):
    supervisor = factories.officer("supervisor", department=everything.office.department)
    client = enter(supervisor)
    assert figures(client) == figures(enter(everything.office))
    for key, _, count in client.get(BOARD).context["sums"]:
        page = client.get(ROWS, {"why": key})
        assert page.context["page"].paginator.count == count, key
        for door in ("/workbench/records/", "/workbench/submissions/", "/workbench/proposals/", "/exchange/dest"):
            assert f'href="{door}' not in page.content.decode(), key
    stranger = making.staff()
    other = enter(factories.officer("supervisor", department=stranger.office.department))
    assert not any(count for key, count in figures(other).items() if key != "returns")


def test_a_supervisor_s_home_is_not_empty(everything):
    supervisor = factories.officer("supervisor", department=everything.office.department)
    page = enter(supervisor).get("/workbench/")
    assert page.context["rates"]["view"] == "supervision:overview"
    assert "月报、统计表逾期未报" in page.content.decode()
