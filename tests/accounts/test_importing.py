"""Officers by sheet: good rows are made, faulty ones explained, first passwords handed out once."""

import io
import re
from base64 import b64decode

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.importing import HEADERS, import_officers, read_sheet
from accounts.models import Officer, Role
from accounts.refusals import Refused
from tests.accounts.invented import DAY, id_number


def csv(*rows, encoding="utf-8"):
    lines = [",".join(HEADERS.values()), *(",".join(row) for row in rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in ("说明：一行一人",), tuple(HEADERS.values()), *rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def rows(office):
    person = id_number(1)
    return [
        ("li", "李一", office.code, "填报员", "0417-1", person),
        ("wang", "王二", office.code.lower(), "", "", ""),
        ("li2", "李又", office.code, "审核员", "", person),
        ("zhao", "赵三", "000000000000000000", "", "", ""),
        ("qian", "钱四", office.code, "局长", "", ""),
        ("sun", "孙五", office.code, "", "", "110101190001010011"),
        ("", "周六", office.code, "", "", ""),
        ("wu", "", office.code, "", "", ""),
    ]


@pytest.mark.parametrize("make", [csv, lambda *rows: csv(*rows, encoding="gb18030"), xlsx])
def test_good_rows_are_made_and_faulty_ones_explained(rows, by, make):
    results = import_officers(read_sheet(make(*rows)), by=by, on=DAY)
    assert [row.made for row in results] == [True, True, False, False, False, False, False, False]
    for row, words in zip(
        results[2:],
        ["一人只能有一个账号", "没有统一社会信用代码", "没有“局长”这个角色", "身份证号校验位不符", "登录名", "姓名"],
        strict=True,
    ):
        assert words in row.error
    li = Officer.objects.get(username="li")
    assert (li.requested_role, li.roles, li.phone) == ("clerk", frozenset(), "0417-1")
    assert li.check_password(results[0].password)
    assert "1101" not in str(results)
    assert "1101" not in str(list(Officer.objects.values()))


def test_again_makes_nothing(rows, by):
    import_officers(read_sheet(csv(*rows[:2])), by=by, on=DAY)
    again = import_officers(read_sheet(csv(*rows[:2])), by=by, on=DAY)
    assert [(row.made, row.password, row.error) for row in again] == [(False, None, "")] * 2
    assert Officer.objects.count() == 2


def test_checking_changes_nothing(rows, by):
    results = import_officers(read_sheet(csv(*rows)), by=by, on=DAY, only_check=True)
    assert sum(row.made for row in results) == 2
    assert not Officer.objects.exists()


def far_cell():
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04broken",
        b"\0\1\2",
        "登录名,姓名\nli,李".encode(),
        b"no,header\n1,2",
        b"x" * 3_000_000,
        far_cell(),
    ],
)
def test_what_is_no_sheet_of_officers(data):
    with pytest.raises(Refused):
        read_sheet(data)


def test_long_texts_are_cut_in_the_child_and_refused_in_words(office, by):
    """A small workbook that says one long text ten thousand times would fill the memory of whoever asked."""
    long = "长" * 3_000
    read = read_sheet(
        xlsx(("li", long, office.code, "", ""), ("wang", "王", office.code, "", long), *[[long] * 10] * 1_000)
    )
    assert len(read) == 1_002
    assert max(len(text) for row in read for text in row.values()) == 100
    first, second = import_officers(read[:2], by=by, on=DAY)
    assert (first.error, second.error) == (
        "“姓名”最多50个字，请精简后重新上传。",
        "“办公电话”最多30个字，请精简后重新上传。",
    )


def test_first_passwords_are_random_outside_the_demo(rows, by, settings):
    settings.DEMO = False
    results = import_officers(read_sheet(csv(*rows[:2])), by=by, on=DAY)
    passwords = {row.password for row in results}
    assert len(passwords) == 2
    assert all(len(password) == 14 for password in passwords)
    assert Officer.objects.filter(must_change_password=True).count() == 2


def test_by_the_page(rows, hire, enter):
    client = enter(hire("keeper", "system_admin"))

    def upload(data, **more):
        return client.post("/accounts/officers/import", {"sheet": SimpleUploadedFile("a.csv", data), **more})

    page = upload(csv(*rows), check="1").content.decode()
    assert "一人只能有一个账号" in page
    assert Officer.objects.count() == 1
    answer = upload(csv(*rows))
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert "已开设2个账号，有误6行" in page
    assert re.search(r'download="初始口令-\d{8}\.xlsx"', page)
    sheet = openpyxl.load_workbook(io.BytesIO(b64decode(re.search(r";base64,([^\"]+)", page)[1]))).active
    table = list(sheet.iter_rows(min_row=2, values_only=True))
    assert Officer.objects.get(username="li").check_password(table[0][4])
    assert "一人只能有一个账号" in table[2][5]
    template = client.get("/accounts/officers/template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(template.content))
    assert next(book.active.iter_rows(values_only=True)) == tuple(HEADERS.values())
    explained = str(list(book["填写说明"].values))
    assert all(
        label in explained for label in [*HEADERS.values(), *(role.label for role in Role if role != Role.OUTSIDE)]
    )
    assert str(Role.OUTSIDE.label) not in explained
    assert read_sheet(template.content) == []


def test_every_fault_of_a_row_is_told_at_once(office, by):
    (row,) = import_officers(read_sheet(csv(("李 四", "", "0", "局长", "", "110101190001010011"))), by=by, on=DAY)
    for words in ("姓名", "登录名", "没有统一社会信用代码", "没有“局长”这个角色", "身份证号校验位不符"):
        assert words in row.error
