"""Reading workbooks and tables: layouts by header text, columns in any order, remarks left aside. Source: B1, design §3."""

import io
import random

import pytest
import xlwt

from records.kinds import KINDS
from records.reading import child
from records.reading.formats import Unreadable
from records.reading.headers import TOKEN_TITLE
from records.reading.parsing import sheets
from records.reading.rows import data_sheet
from tests.records.making import grid, heads, table, title, upload, workbook

LICENCE = {
    "XK_XDR_MC": "虚构食品有限公司", "XK_XDR_LB": "法人及非法人组织", "XK_XDR_SHXYM": "91210881MA0UDGPB8G", "XK_FRDB": "甲某",
    "XK_XKWS": "决定书", "XK_WSH": "虚许〔2026〕1号", "XK_XKLB": "普通", "XK_NR": "销售", "XK_JDRQ": "2026/11/18",
    "XK_YXQZ": "2026/11/18", "XK_YXQZI": "2031/11/17", "XK_XKJG": "虚构局", "XK_XKJGDM": "11210800MA4JURQ201",
    "XK_ZT": "1", "XK_LYDW": "虚构局", "XK_LYDWDM": "11210800MA4JURQ201",
}  # fmt: skip
PENALTY = {
    "CF_XDR_MC": "虚构化工有限公司", "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": "91210881MA0UDGPB8G", "CF_FRDB": "乙某",
    "CF_WSH": "虚罚〔2026〕1号", "CF_WFXW": "违法", "CF_SY": "经查", "CF_YJ": "第一条", "CF_CFLB": "罚款", "CF_NR": "罚款",
    "CF_NR_FK": "2", "CF_JDRQ": "2026/11/18", "CF_YXQ": "2099/12/31", "CF_CFJG": "虚构局", "CF_CFJGDM": "11210800MA4JURQ201",
    "CF_SJLY": "虚构局", "CF_SJLYDM": "11210800MA4JURQ201",
}  # fmt: skip
G2_LICENCE = [code for code in heads([LICENCE]) if code not in ("XK_XDR_LB", "XK_FR_ZJLX", "XK_FR_ZJHM")]


def read(data: bytes, name: str = "数据.xlsx"):
    """(layout, [(row, cells, token)])."""
    with sheets(data, name) as lines:
        sheet = data_sheet(lines)
        return sheet.layout, list(sheet.rows)


def refused(data: bytes, name: str = "数据.xlsx") -> Unreadable:
    with pytest.raises(Unreadable) as found:
        read(data, name)
    return found.value


@pytest.mark.parametrize("row", [LICENCE, PENALTY], ids=["licence", "penalty"])
@pytest.mark.parametrize("header", ["titles", "codes", "both"])
def test_headers_in_chinese_in_codes_and_both(row, header):
    layout, rows = read(upload([row, row], header=header))
    assert layout.kind is KINDS["licence" if row is LICENCE else "penalty"]
    assert layout.generation == "G3"
    assert layout.unknown == ()
    assert rows == [(1, row, ""), (2, row, "")]


def test_generation_2_by_codes_and_by_titles():
    identity = {"XK_FR_SFZH": "210811199001010000"}
    for header in ([*G2_LICENCE, "XK_FR_SFZH"], [*map(title, G2_LICENCE), "法定代表人身份证号"]):
        cells = [LICENCE.get(code, "") for code in G2_LICENCE] + [identity["XK_FR_SFZH"]]
        layout, rows = read(workbook([header, cells]))
        assert (layout.kind.key, layout.generation, layout.unknown) == ("licence", "G2", ())
        expected = {code: cell for code, cell in LICENCE.items() if code != "XK_XDR_LB"}
        assert rows == [(1, expected | {"XK_FR_ZJHM": "210811199001010000"}, "")]


def test_columns_in_any_order_with_strange_ones_between():
    codes = heads([PENALTY])
    random.Random(7).shuffle(codes)
    lines = [
        ["序号", *(title(code) for code in codes), "审核意见"],
        [1, *(PENALTY.get(code, "") for code in codes), "同意"],
    ]
    layout, rows = read(workbook(lines))
    assert rows == [(1, PENALTY, "")]
    assert layout.unknown == ("序号", "审核意见")


@pytest.mark.parametrize("mark", ["*{}", "{}*", "{}（必填）", " {} ", "★{}", "{}\n(选填)"])
def test_marks_on_titles(mark):
    lines = grid([LICENCE])
    lines[0] = [mark.format(name) for name in lines[0]]
    assert read(workbook(lines))[1] == [(1, LICENCE, "")]


def test_width_of_brackets_in_titles_does_not_matter():
    lines = grid([PENALTY])
    lines[0] = [name.replace("(", "（").replace(")", "）") for name in lines[0]]
    assert read(workbook(lines))[0].unknown == ()


def test_titles_above_blank_rows_between_and_remarks_below():
    lines = [["虚构市行政处罚信息公示表"], ["填报单位：虚构局", "填报日期：2026年11月20日"], [], *grid([PENALTY]), [],
             *grid([PENALTY])[1:], [], ["填表人：甲某", "审核人：乙某"], ["注：本表一式两份"], ["合计", 2]]  # fmt: skip
    _, rows = read(workbook(lines))
    assert rows == [(1, PENALTY, ""), (3, PENALTY, "")]


def test_a_subject_whose_name_begins_like_a_remark_is_data():
    row = PENALTY | {"CF_XDR_MC": "合计 虚构有限公司"}
    assert read(upload([row]))[1] == [(1, row, "")]


def test_header_must_stand_within_ten_rows():
    nine = [["标题"]] * 9
    assert read(workbook(nine + grid([LICENCE])))[1]
    assert refused(workbook([["标题"]] * 10 + grid([LICENCE]))).code == "nothing"


def test_numbers_and_dates_of_cells():
    row = LICENCE | {"XK_ZT": 1, "XK_JDRQ": 46344, "XK_XDR_GSZC": 210800004012345}
    assert read(upload([row]))[1][0][1] == {**row, "XK_ZT": 1, "XK_JDRQ": 46344, "XK_XDR_GSZC": 210800004012345}


@pytest.mark.parametrize(("count", "long"), [(1, 1), (300, 1), (300, 900), (4, 30_000)])
def test_no_row_is_lost_between_the_lines_of_the_child(count, long):
    rows = [LICENCE | {"XK_WSH": f"{number}号", "XK_NR": "长" * (long + number)} for number in range(count)]
    assert [row["XK_WSH"] for _, row, _ in read(upload(rows))[1]] == [row["XK_WSH"] for row in rows]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_text(number):
    assert child.cell(number) == str(number)


def test_date_cells_and_formulas_count_as_their_value():
    from datetime import datetime

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    codes = heads([LICENCE])
    sheet.write_row(0, 0, codes)
    for place, code in enumerate(codes):
        sheet.write_string(1, place, LICENCE.get(code, ""))
    day = book.add_format({"num_format": "yyyy/mm/dd"})
    sheet.write_datetime(1, codes.index("XK_JDRQ"), datetime(2026, 11, 18), day)
    sheet.write_formula(1, codes.index("XK_NR"), '="销"&"售"', None, "销售")
    book.close()
    assert read(out.getvalue())[1][0][1] == LICENCE | {"XK_JDRQ": "2026-11-18"}


def old_workbook(lines) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for place, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            sheet.write(place, column, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_old_excel_files():
    layout, rows = read(old_workbook(grid([PENALTY])), "数据.xls")
    assert (layout.kind.key, rows) == ("penalty", [(1, PENALTY, "")])


def test_old_excel_file_that_speaks_of_vba_has_no_macro():
    row = PENALTY | {"CF_SY": "在文件中使用VBA程序_VBA_PROJECT和EncryptedPackage伪造数据"}
    assert read(old_workbook(grid([row])), "数据.xls")[1] == [(1, row, "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_tables_in_both_encodings(encoding):
    _, rows = read(table([PENALTY, PENALTY], encoding), "数据.csv")
    assert rows == [(1, PENALTY, ""), (2, PENALTY, "")]


def test_table_with_quoted_line_ends_and_windows_lines():
    row = PENALTY | {"CF_SY": '第一行\n第二行，"引号"'}
    assert read(table([row]), "数据.csv")[1] == [(1, row, "")]


def test_rare_characters_of_gb18030():
    row = PENALTY | {"CF_XDR_MC": "㛃𠮷有限公司"}
    assert read(table([row], "gb18030"), "数据.CSV")[1] == [(1, row, "")]


@pytest.mark.parametrize(
    "header",
    [["行政许可决定书文号", "项目名称", "审批类别", "许可内容", "行政相对人名称", "许可机关", "当前状态", "地方编码", "数据更新时间戳"],
     ["行政处罚决定书文号", "处罚名称", "处罚类别1", "处罚类别2", "处罚事由", "处罚依据", "行政相对人名称", "处罚机关", "当前状态"]],
    ids=["licence", "penalty"],
)  # fmt: skip
def test_the_layout_of_2016_is_refused_by_name(header):
    found = refused(workbook([header, ["x"] * len(header)]))
    assert found.code == "generation_1"
    assert "2016年版" in found.message
    assert "当前状态" in found.message
    assert "下载现行模板" in found.message


def test_a_missing_column_is_named():
    codes = [code for code in heads([PENALTY]) if code not in ("CF_JDRQ", "CF_SY")]
    found = refused(upload([PENALTY], codes=codes))
    assert found.code == "column_missing"
    assert "处罚决定日期" in found.message
    assert "违法事实" in found.message


def test_a_column_twice_is_named():
    lines = grid([PENALTY])
    lines[0].append("处罚决定日期")
    found = refused(workbook(lines))
    assert (found.code, "处罚决定日期" in found.message) == ("column_twice", True)


def test_persons_need_no_columns_of_codes():
    codes = [
        code for code in heads([PENALTY]) if not code.startswith("CF_XDR_") or code[-2:] in ("MC", "LB", "LX", "HM")
    ]
    row = {code: cell for code, cell in PENALTY.items() if code in codes and code != "CF_FRDB"}
    assert read(upload([row], codes=[code for code in codes if "_FR" not in code]))[1] == [(1, row, "")]


def test_the_data_may_stand_on_any_sheet():
    notes = [[f"填写说明：{title(code)}", "必填"] for code in heads([PENALTY])]
    assert read(workbook([["说明"]], notes, grid([PENALTY]), notes))[1] == [(1, PENALTY, "")]


@pytest.mark.parametrize("between", [[], [["说明"]] * 30])
def test_two_data_sheets_are_refused_wherever_the_second_stands(between):
    sheets_ = [grid([PENALTY]), between, grid([LICENCE])] if between else [grid([PENALTY]), grid([LICENCE])]
    found = refused(workbook(*sheets_))
    assert found.code == "two_sheets"
    assert "Sheet1" in found.message


def test_empty_templates_beside_the_data_do_no_harm():
    for order in ([grid([LICENCE])[:1], grid([PENALTY])], [grid([PENALTY]), grid([LICENCE])[:1]]):
        layout, rows = read(workbook(*order))
        assert (layout.kind.key, rows) == ("penalty", [(1, PENALTY, "")])


def test_a_header_alone_has_no_rows():
    assert read(upload([LICENCE])[:0] or workbook(grid([LICENCE])[:1]))[1] == []


def test_tokens_come_along():
    lines = grid([PENALTY, PENALTY])
    lines[0].insert(0, TOKEN_TITLE)
    lines[1].insert(0, "one")
    lines[2].insert(0, "")
    assert [token for _, _, token in read(workbook(lines))[1]] == ["one", ""]
