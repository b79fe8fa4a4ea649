"""Reconciliation finds exactly what was planted, says nothing of persons, and its findings move by their table."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from ledger.models import Event
from records.models import Record
from supervision.findings import explain, judge, run, tick
from supervision.listed import ListRefused, read_list
from supervision.models import Finding, PaperTick, SourceKind
from supervision.reconciling import ReconciliationRefused, reconcile
from tests import factories
from tests.records import making
from tests.records.making import acting
from tests.supervision.making import staff

pytestmark = pytest.mark.django_db
ON = making.FRIDAY
HEADS = ["案件编号", "处罚决定书文号", "当事人名称", "统一社会信用代码", "处罚决定日期", "罚款金额（元）"]


def table(rows: list[list], heads: list[str] = HEADS, encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["2026年行政处罚台账"], heads, *rows])
    return out.getvalue().encode(encoding)


def listed(row: dict) -> list:
    """As the enforcement system has the penalty: other brackets, another date format, yuan."""
    number = row["CF_WSH"].replace("〔", "(").replace("〕", "）")
    return ["A1", number, row["CF_XDR_MC"], row["CF_XDR_SHXYM"], "2026年11月18日", "20,000.00"]


def by(officer) -> dict:
    return {"officer": officer, "actor": acting(officer), "on": ON}


@pytest.fixture
def people():
    return staff()


def compared(people, rows, **options):
    return reconcile(people.body, read_list(table(rows), "台账.csv"), **options)


@pytest.mark.long
def test_exactly_the_planted_differences_among_5000_rows(people, tmp_path, capsys, django_assert_max_num_queries):
    rows = [making.penalty(people.body) for _ in range(5000)]
    making.send(people, rows[:4990])
    # Autovacuum never sees what is not committed: without figures the planner takes the tables for empty, and may read all of
    # one for every row of another.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
    lists = [listed(row) for row in rows]
    gone, lists = lists[100:107], lists[:100] + lists[107:]
    planted = {
        "决定日期": (lists[200], 4, "2026-11-17"),
        "罚款金额（万元）": (lists[300], 5, "2000"),
        "名称": (lists[400], 2, "虚构市另一家公司"),
        "统一社会信用代码": (lists[500], 3, factories.code()),
    }
    lists[500][2] = lists[500][2]  # the name alone tells who it is
    for line, place, other in planted.values():
        line[place] = other
    lists.append(lists[700])  # twice in the list is once
    file = tmp_path / "台账.csv"
    file.write_bytes(table(lists, encoding="gb18030"))
    with django_assert_max_num_queries(12):
        call_command("reconcile", str(file), department=people.body.code, json=True)
    said = json.loads(capsys.readouterr().out)
    assert {one["document_number"] for one in said["missing_here"]} == {line[1] for line in lists[4983:4993]}
    assert len(said["missing_there"]) == 7
    assert {one["document_number"] for one in said["missing_there"]} == {row["CF_WSH"] for row in rows[100:107]}
    assert gone
    found = {one["columns"][0]["column"]: one for one in said["different"]}
    assert set(found) == set(planted)
    assert len(said["different"]) == 4
    assert all(len(one["columns"]) == 1 for one in said["different"])
    assert found["罚款金额（万元）"]["columns"][0] == {"column": "罚款金额（万元）", "here": "2", "there": "0.2"}
    assert found["决定日期"]["columns"][0]["there"] == "2026-11-17"
    assert said["same"] == 4990 - 7 - 4
    assert not Finding.objects.exists(), "the command looks only"


def test_former_names_spelling_and_units_are_no_difference(people):
    row = making.penalty(people.body)
    record = making.only_record(people, row)
    record.subject.former_names.create(name="虚构市旧名有限公司")
    line = listed(row)
    line[2] = "虚构市舊名 有限公司"
    assert len(compared(people, [line]).compared.same) == 1


def test_persons_are_known_by_their_hash_and_never_told(people):
    number, other = making.id_number(7), making.id_number(8)
    row = making.person(people.body, number)
    making.only_record(people, row)
    heads = ["文书号", "当事人", "证件号码", "决定日期"]
    right = table([[row["CF_WSH"], "丙某", number, "2026-11-18"]], heads)
    assert len(reconcile(people.body, read_list(right, "a.csv")).compared.same) == 1
    wrong = table(
        [[row["CF_WSH"], "丙某", other, "2026-11-18"], ["虚罚〔2026〕999号", "丁某", number, "2026-11-18"]], heads
    )
    made = run(
        department=people.body, first=date(2026, 11, 1), last=ON, lists={"enforcement": ("a.csv", wrong)}, paper=False,
        **by(people.office),
    )  # fmt: skip
    stored = json.dumps(list(Finding.objects.values("document_number", "subject_name", "columns", "person_key")))
    assert Finding.objects.filter(source__reconciliation=made).count() == 2
    assert number not in stored
    assert other not in stored
    assert "丙某" not in stored
    assert set(Finding.objects.values_list("subject_name", flat=True)) == {"自然人"}


def test_what_a_list_must_have(people):
    with pytest.raises(ListRefused, match="文书号、主体"):
        read_list(table([["1", "2"]], ["甲", "乙"]), "a.csv")
    found = read_list(
        table([["A", "", "某公司", "", "2026-11-18", ""], ["A", "虚1号", "某公司", "", "无", ""]]), "a.csv"
    )
    assert [why for _, why in found.unreadable] == ["没有可用的文书号", "没有可用的决定日期"]
    with pytest.raises(CommandError, match="没有统一社会信用代码"):
        call_command("reconcile", __file__, department="x", json=True)
    with pytest.raises(CommandError, match="不是可识别的表格文件"):
        call_command("reconcile", __file__, department=people.body.code, json=True)


def test_another_departments_decisions_do_not_count(people):
    other = staff()
    row = making.penalty(other.body)
    making.only_record(other, row)
    outcome = compared(people, [listed(row)])
    assert len(outcome.compared.missing_here) == 1
    assert not outcome.compared.same


def found_one(people) -> Finding:
    making.only_record(people, making.penalty(people.body))
    data = table([["A", "虚罚〔2026〕不在平台1号", "虚构市某公司", factories.code(), "2026-11-18", ""]])
    run(
        department=people.body, first=date(2026, 11, 1), last=ON, lists={"enforcement": ("台账.csv", data)}, paper=False,
        **by(people.office),
    )  # fmt: skip
    return Finding.objects.get(what="missing_here")


def test_findings_are_rows_with_events_and_move_by_their_table(people):
    finding = found_one(people)
    assert set(Finding.objects.values_list("what", flat=True)) == {"missing_here", "missing_there"}
    assert Event.objects.filter(object_kind="finding", move="find").count() == 2
    with pytest.raises(ReconciliationRefused, match="没有待核的说明"):
        judge(finding, accepted=True, reason="", **by(people.office))
    with pytest.raises(ReconciliationRefused, match="该部门"):
        explain(finding, reason="理由", **by(staff().clerk))
    explain(finding, reason="涉密，不报送", **by(people.clerk))
    judge(finding, accepted=False, reason="请附依据", **by(people.office))
    finding.refresh_from_db()
    assert finding.state == "open"
    explain(finding, reason="涉密，依据已附", **by(people.clerk))
    with pytest.raises(ReconciliationRefused, match="信用办"):
        judge(finding, accepted=True, reason="", **by(staff().office))
    judge(finding, accepted=True, reason="", **by(people.office))
    finding.refresh_from_db()
    assert finding.state == "settled"


def test_nobody_judges_their_own_explanation(people):
    """One person may be clerk of a department and of its office; the database says no, too."""
    finding = found_one(people)
    both = factories.officer("clerk", "office", department=people.body)
    explain(finding, reason="说明", **by(both))
    with pytest.raises(ReconciliationRefused, match="另一位"):
        judge(finding, accepted=True, reason="", **by(both))
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(decided_by=both)


def test_the_site_need_not_show_what_is_not_public(people):
    making.only_record(people, making.penalty(people.body))  # awaits release
    data = table([["A", "虚罚〔2026〕别的1号", "虚构市某公司", factories.code(), "2026-11-18", ""]])
    run(
        department=people.body, first=date(2026, 11, 1), last=ON, lists={SourceKind.SITE: ("网站.csv", data)}, paper=False,
        **by(people.office),
    )  # fmt: skip
    assert not Finding.objects.filter(what="missing_there").exists()


def test_paper_is_ticked_with_checker_and_day(people):
    rows = [making.penalty(people.body) for _ in range(3)]
    making.send(people, rows)
    made = run(department=people.body, first=date(2026, 11, 1), last=ON, lists={}, paper=True, **by(people.office))
    source, records = made.sources.get(), list(Record.objects.order_by("pk"))
    outcomes = {
        one.public_id: (word, "金额是3万元")
        for one, word in zip(records, ["same", "missing", "different"], strict=True)
    }
    with pytest.raises(ReconciliationRefused, match="只有信用办"):
        tick(source, outcomes=outcomes, **by(people.clerk))
    with pytest.raises(ReconciliationRefused, match="所辖部门"):
        tick(
            source, outcomes=outcomes, **by(factories.officer("office", department=factories.department("别县信用办")))
        )
    with pytest.raises(ReconciliationRefused, match="写明"):
        tick(source, outcomes={records[0].public_id: ("different", " ")}, **by(people.office))
    tick(source, outcomes=outcomes, **by(people.office))
    assert set(PaperTick.objects.values_list("checker", "checked_on")) == {(people.office.pk, ON)}
    assert {(one.what, one.record_id) for one in Finding.objects.all()} == {
        ("missing_there", records[1].pk), ("different", records[2].pk),
    }  # fmt: skip
    assert Finding.objects.get(what="different").columns[0]["there"] == "金额是3万元"
    with pytest.raises(ReconciliationRefused, match="已经核对过"):
        tick(source, outcomes=outcomes, **by(people.office))


def test_only_the_office_of_the_tree_reconciles(people):
    for officer in (people.clerk, people.auditor, staff().office):
        with pytest.raises(ReconciliationRefused, match="信用办"):
            run(department=people.body, first=ON, last=ON, lists={}, paper=True, **by(officer))


def test_what_is_counted_is_what_was_compared(people):
    """Licences are on file, too; the list is of penalties, and so is the figure."""
    row = making.penalty(people.body)
    making.send(people, [row])
    making.send(people, [making.licence(people.body)])
    made = run(
        department=people.body, first=date(2026, 11, 1), last=ON, lists={"enforcement": ("台账.csv", table([listed(row)]))},
        paper=False, **by(people.office),
    )  # fmt: skip
    assert (made.kinds, made.here) == (["penalty"], 1)
    assert not Finding.objects.exclude(what="different").exists()
