"""批量核查: what may be uploaded, what comes back, that every row is answered or none. Source: E6."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from blacklists.refusals import ListRefused
from checks import checking
from checks.batch_sheets import read, results, template
from checks.matching import Asked
from checks.models import Batch, Check
from credit_platform.keeping import fetch
from credit_platform.sheets import workbook
from ledger.models import Act, Event
from tests import factories
from tests.records.making import staff
from tests.workbench.conftest import enter

from .asking import batched, on_file

pytestmark = pytest.mark.django_db
OCCASION = {"title": "专项资金申报", "purpose": "2026年第一批"}


@pytest.fixture
def people():
    return staff()


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def asked(data: bytes, name: str = "名单.csv") -> list[tuple[int, str]]:
    return [(row, one.text) for row, one in read(data, name).rows]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("统一社会信用代码,企业名称", "91A0000001,甲公司", ",乙公司"), [(2, "甲公司 91A0000001"), (3, "乙公司")]),
        (("附件：核查名单", "序号,名称,备注", "1,甲公司,x"), [(3, "甲公司")]),
        (("甲公司", "", "91A0000001"), [(1, "甲公司"), (3, "91A0000001")]),
        (("企业", "甲公司"), [(2, "甲公司")]),
        (("公司名称（全称）,税号*", "甲公司,91A0000001"), [(2, "甲公司 91A0000001")]),
        (("甲公司,备注一", "乙公司,"), [(1, "甲公司"), (2, "乙公司")]),
    ],
)
def test_names_and_codes_are_found_where_they_stand(lines, found):
    assert asked(csv_of(*lines)) == found


@pytest.mark.parametrize("head", ["序号,客户,备注", "客户,联系人", "受评方", "附件一：本月待查清单\n序号,客户,备注"])
def test_titles_that_nobody_can_read_are_refused_and_never_asked_for(head):
    with pytest.raises(ListRefused, match="行像是表头"):
        asked(csv_of(head, "1,甲公司,x"))


def test_a_code_that_lost_its_last_figures_is_refused_with_its_row():
    sheet = workbook("名单", ["统一社会信用代码", "名称"], [])
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    book.active["A3"], book.active["B3"] = 912108110000000000, "甲公司"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ListRefused, match="第3行"):
        read(out.getvalue(), "名单.xlsx")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused_in_words(people, data):
    answer = enter(people.clerk).post("/checks/batches/", {"sheet": SimpleUploadedFile("名单.xlsx", data), **OCCASION})
    assert answer.status_code == 200
    assert "notice-error" in answer.content.decode()
    assert not Batch.objects.exists()


def test_every_row_is_answered_numbered_and_kept_with_its_sheet(people):
    company = factories.subject()
    on_file()
    sheet = csv_of("代码,名称", f"{company.code},", ",查无此名有限公司", f"{company.code},{company.name}")
    answer = enter(people.clerk).post("/checks/batches/", {"sheet": SimpleUploadedFile("名单.csv", sheet), **OCCASION})
    batch = Batch.objects.get()
    assert answer["Location"] == f"/checks/batches/{batch.public_id}/"
    assert (batch.rows, batch.found, batch.hits) == (3, 2, 0)
    assert fetch(batch.file_path) == sheet
    rows = list(batch.checks.order_by("row"))
    assert [one.row for one in rows] == [2, 3, 4]
    assert [one.serial for one in rows] == [1, 2, 3]
    assert Act.objects.filter(what="check_credit_batch").count() == 1
    assert {event.object_id for event in Event.objects.filter(move="check")} == {one.public_id for one in rows}
    table = openpyxl.load_workbook(io.BytesIO(results(batch, rows))).active
    assert [cell.value for cell in table["J"][2:5]] == [one.number for one in rows]


def test_nothing_is_left_of_a_batch_that_failed(people, monkeypatch):
    monkeypatch.setattr(checking, "number", lambda year, serial: "XC0")
    with pytest.raises(IntegrityError), transaction.atomic():
        batched(people.clerk, [Asked(name="甲"), Asked(name="乙")])
    assert [rows.count() for rows in (Batch.objects, Check.objects, Act.objects.filter(what="check_credit_batch"))] == [
        0,
        0,
        0,
    ]


def test_too_many_and_none_are_refused(people, monkeypatch):
    with pytest.raises(ListRefused, match="没有要核查"):
        batched(people.clerk, [])
    monkeypatch.setattr(checking, "MOST", 2)
    with pytest.raises(ListRefused, match="最多核查2个"):
        batched(people.clerk, [Asked(name=str(one)) for one in range(3)])


def test_the_empty_sheet_can_be_read_back():
    rows = read(template(), "批量核查表.xlsx").rows
    assert [one.text for _, one in rows if "代码和名称" not in one.text] == []
