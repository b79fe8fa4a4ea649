"""Cells: what each reader takes, and that every refusal names the column, what was found and what to do. Source: B2."""

import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from credit_platform.codes import resident_id_error
from records import columns
from records.checking import check_row
from records.columns import parse_date, personal_number_in
from records.findings import ERROR
from records.kinds import KINDS
from tests.records.making import id_number

DAY = date(2026, 11, 20)
LICENCE, PENALTY = KINDS["licence"].by_code, KINDS["penalty"].by_code
ID = id_number(3)
CARD = "6222021234567890128"
CODE = "912108008213135308"  # eighteen digits, yet a social credit code
PHONE = "13800138000"


def clean(column, cell):
    value, findings = column.clean(cell)
    return value, [finding.code for finding in findings]


def one(found):
    [finding] = found
    return finding


@pytest.mark.parametrize(
    "written",
    ["2026/11/18", "2026-11-18", "2026.11.18", "2026年11月18日", "2026年11月18", "20261118", "２０２６/１１/１８", " 2026/11/18 ",
     "2026-11-18 00:00:00", "2026-11-18T00:00:00", "2026-11-18 09:30:15", "2026/11/18 9:30", "2026 年 11 月 18 日"],
)  # fmt: skip
def test_dates_of_all_spellings(written):
    assert clean(LICENCE["XK_JDRQ"], written) == ("2026-11-18", [])


def test_unpadded_dates():
    for written in ("2026/4/1", "2026-4-1", "2026.4.1", "2026年4月1日"):
        assert clean(LICENCE["XK_JDRQ"], written) == ("2026-04-01", [])


@pytest.mark.parametrize(
    "written",
    [
        "2026/02/30",
        "2026/13/01",
        "26/11/18",
        "11/18/2026",
        "2026-11/18",
        "2026/11",
        "明天",
        "2026/11/18 25:00",
        "0",
        "長期",
    ],
)
def test_no_such_day(written):
    value, found = LICENCE["XK_JDRQ"].clean(written)
    assert (value, one(found).code) == ("", "bad_date")
    assert "“许可决定日期”" in found[0].message
    assert written in found[0].message
    assert "2026/04/01" in found[0].message  # what to do


@pytest.mark.parametrize("written", ["1949/09/30", "2100/01/01", "0001-01-01"])
def test_days_out_of_range(written):
    assert clean(LICENCE["XK_JDRQ"], written) == ("", ["date_out_of_range"])


def test_a_day_count_of_a_workbook_is_read_with_a_warning():
    value, found = LICENCE["XK_JDRQ"].clean(46344.0)
    assert (value, one(found).code, one(found).verdict) == ("2026-11-18", "serial_date", "warning")
    assert clean(LICENCE["XK_JDRQ"], 46344.25)[0] == "2026-11-18"  # with a time of day
    assert clean(LICENCE["XK_JDRQ"], 20261118.0) == ("2026-11-18", [])
    assert clean(LICENCE["XK_JDRQ"], 5.0) == ("", ["bad_date"])


@pytest.mark.parametrize(
    ("written", "value"),
    [("0.2", "0.2"), ("2", "2"), (2.0, "2"), (0.2, "0.2"), ("1,234.5", "1234.5"), ("０．２", "0.2"), ("0.2万元", "0.2"),
     ("0.000001", "0.000001"), ("1e3", "1000"), ("2.500000", "2.5"), (1e-6, "0.000001")],
)  # fmt: skip
def test_amounts(written, value):
    assert clean(PENALTY["CF_NR_FK"], written) == (value, [])


@pytest.mark.parametrize(
    "written",
    ["2000元", "两千", "-1", "0.0000001", "1e12", "NaN", "Infinity", "sNaN", "1e-999999", "1e999999", "--", "1..2"],
)
def test_amounts_that_are_none(written):
    value, found = PENALTY["CF_NR_FK"].clean(written)
    assert (value, one(found).code) == ("", "bad_amount")
    assert "罚款金额(万元)" in found[0].message
    assert written in found[0].message


def test_zero_is_no_amount():
    assert clean(PENALTY["CF_NR_FK"], "0") == ("", ["zero_amount"])
    assert clean(PENALTY["CF_NR_FK"], 0.0) == ("", ["zero_amount"])


@pytest.mark.parametrize("code", ["CF_XDR_SHXYM", "CF_XDR_ZJHM", "CF_XDR_GSZC", "CF_CFJGDM", "CF_WSH"])
@pytest.mark.parametrize("cell", [9.12108008213135e17, "9.12108E+17", "2.10811E+17"])
def test_lost_digits_are_named(code, cell):
    value, found = PENALTY[code].clean(cell)
    assert (value, one(found).code) == ("", "digits_lost")
    assert "“文本”格式" in found[0].message
    assert "9.1" not in found[0].message
    assert "2.10811" not in found[0].message


def test_short_numbers_in_numeric_cells_are_whole():
    assert clean(PENALTY["CF_XDR_GSZC"], 210800004012345.0) == ("210800004012345", [])
    assert clean(PENALTY["CF_WSH"], 2026001.0) == ("2026001", [])


@pytest.mark.parametrize("char", ["\0", "\u200b", "\u202e", "\ufeff", "\u2066", "\x07", "\u00ad"])
def test_invisible_characters_go_with_a_warning(char):
    value, found = PENALTY["CF_XDR_MC"].clean(f"虚构{char}公司")
    assert (value, one(found).code, found[0].verdict) == ("虚构公司", "invisible", "warning")
    assert clean(PENALTY["CF_BZ" if "CF_BZ" in PENALTY else "BZ"], char) == ("", ["invisible"])


@pytest.mark.parametrize("written", ["无", "/", "-", "--", "——", "0", "N/A", "null", "空"])
def test_placeholders_where_something_is_needed(written):
    value, found = PENALTY["CF_WSH"].clean(written)
    assert (value, one(found).code) == ("", "placeholder")
    assert written in found[0].message


@pytest.mark.parametrize("text", ["=1+1", "+8613", "-cmd|' /C calc'!A0", "@SUM(A1)", '=HYPERLINK("http://a")'])
def test_text_that_looks_like_a_formula_stays_text(text):
    assert clean(PENALTY["CF_NR"], text) == (text, [])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"当事人{ID}于当日", "身份证号"),
        (f"身份证：{ID[:17]}{ID[17].lower()}。", "身份证号"),
        ("号码" + "".join(chr(ord(char) + 0xFEE0) for char in ID), "身份证号"),
        (f"证件号 {ID[:6]} {ID[6:14]} {ID[14:]}", "身份证号"),
        (f"联系电话{PHONE}", "手机号码"),
        ("联系电话 138 0013 8000", "手机号码"),
        ("联系电话138-0013-8000", "手机号码"),
        (f"账号{CARD}已冻结", "银行卡号"),
        ("账号 6222 0212 3456 7890 128 已冻结", "银行卡号"),
    ],
)
def test_personal_numbers_in_public_text(text, what):
    assert personal_number_in(text) == what
    value, found = PENALTY["CF_SY"].clean(text)
    assert (value, one(found).code) == ("", "personal_number")
    assert what in found[0].message
    assert not re.search(r"\d{6}", found[0].message)


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        f"统一社会信用代码{CODE}",
        "91210881MA0UDGPB8G",
        "912108008213135308、91210882121444169T",
        "2026年11月18日",
        "虚市监罚〔2026〕12345678901号",
        "订单20261118123456789012345",
        "罚款 1000 2000 3000 4000 元",
        "0417-2612345",
        f"{ID[:6]}********{ID[14:]}",
    ],
)
def test_other_numbers_are_no_personal_numbers(text):
    assert personal_number_in(text) == ""


def test_a_document_number_may_look_like_a_phone_or_a_card_but_not_like_an_id():
    """Numbers of permits begin with a division and a date, and one in ten passes the check of bank cards."""
    for number in (PHONE, CARD, f"第{PHONE}号"):
        assert clean(LICENCE["XK_XKBH"], number) == (number, [])
        assert clean(LICENCE["XK_WSH"], number) == (number, [])
    assert clean(LICENCE["XK_XKBH"], f"执业证{ID}") == ("", ["personal_number"])
    assert clean(PENALTY["CF_WSH"], CODE) == (CODE, [])


@pytest.mark.parametrize("code", [code for code, column in PENALTY.items() if not column.private])
def test_an_id_number_in_any_column_is_refused_and_never_repeated(code):
    """Not even where a column is not public: what is not sealed must not hold one (design sentence 9)."""
    free = PENALTY[code].read in (columns.text, columns.document)
    wrong = ID[:17] + ("0" if ID[17] != "0" else "1")
    for written in (ID, ID.lower()) if free else (ID, ID.lower(), wrong, f"{ID}01"):
        value, found = PENALTY[code].clean(written)
        assert value == "", (code, written)
        assert ID[:14] not in "".join(finding.message for finding in found)


def test_wrong_id_numbers_are_not_repeated_either():
    row = {"CF_XDR_LB": "自然人", "CF_XDR_ZJLX": "身份证", "CF_XDR_ZJHM": ID[:17] + "Q", "CF_XDR_SHXYM": ID}
    _, found = check_row(KINDS["penalty"], row, DAY)
    assert {"bad_id", "bad_uscc"} <= {finding.code for finding in found}
    assert ID[:12] not in "".join(finding.message for finding in found)


@pytest.mark.parametrize("written", ["护照", "护照号", "其他-军官证", "居民身份证"])
def test_certificate_types(written):
    assert clean(PENALTY["CF_XDR_ZJLX"], written)[1] == []


def test_lists_name_what_may_be_chosen():
    found = PENALTY["CF_XDR_LB"].clean("公司")[1]
    assert "“公司”" in found[0].message
    assert "法人及非法人组织、个体工商户、自然人" in found[0].message


@pytest.mark.parametrize(("written", "value"), [("01", "普通"), ("1", "普通"), (1.0, "普通"), ("普通许可", "普通"),
                                                ("其他-备案", "其他-备案"), ("登记", "登记")])  # fmt: skip
def test_licence_categories(written, value):
    assert clean(LICENCE["XK_XKLB"], written) == (value, [])


def test_too_long_says_how_long():
    found = PENALTY["CF_XDR_MC"].clean("长" * 201)[1]
    assert "最多200个字，现有201个字" in found[0].message


ODD = st.text(st.characters(codec="utf-8"), max_size=30) | st.floats(allow_nan=True, allow_infinity=True)
LIKELY = st.sampled_from(
    ["自然人", "身份证", ID, CODE, "2026/11/18", "罚款", "罚款；其他-x", "0.2", "1", "0", "无", "法人及非法人组织", "2099/12/31",
     "个体工商户", "警告、", "；", "1e5000", "2026年", "=1", 46344.0, 1e300, -0.0]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_checking_never_raises_and_says_something_of_every_missing_value(data):
    kind = KINDS[data.draw(st.sampled_from(["licence", "penalty"]))]
    codes = data.draw(st.lists(st.sampled_from([column.code for column in kind.columns]), unique=True))
    cells = {code: data.draw(LIKELY | ODD) for code in codes}
    row, found = check_row(kind, cells, DAY, categorised=data.draw(st.booleans()))
    for finding in found:
        assert finding.message.endswith("。")
        assert re.search("[一-鿿]", finding.message)
        assert finding.column in kind.by_code
    if not any(finding.verdict == ERROR for finding in found):
        assert all(column.code in row for column in kind.columns if column.required == "always")
    public = "".join(value for code, value in row.items() if not kind.by_code[code].private)
    assert not any(
        not resident_id_error(number)
        for number in re.findall(r"(?<!\d)\d{17}[\dX](?![\dA-Z])", public)
        if number != CODE
    )


@given(st.text(max_size=40))
@example("2026年11年18日")
def test_parsing_a_date_never_raises(text):
    found = parse_date(text)
    assert found is None or isinstance(found, date)


def test_every_column_has_a_title_a_length_and_a_reader():
    for kind in KINDS.values():
        assert len({column.title for column in kind.columns}) == len(kind.columns)
        assert len(kind.by_code) == len(kind.columns)
        assert all(column.length and callable(column.read) for column in kind.columns)
        assert {column.code for column in kind.columns if column.private} == {
            f"{kind.prefix}_FR_ZJHM", f"{kind.prefix}_XDR_ZJHM"
        }  # fmt: skip
    assert len(KINDS["licence"].columns) == 28
    assert len(KINDS["penalty"].columns) == 30
