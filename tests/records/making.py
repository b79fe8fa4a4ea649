"""Uploads for tests: invented rows, workbooks and tables of them, the people of one department, and the way in."""

import csv
import io
import itertools
from dataclasses import dataclass
from datetime import date, timedelta

import xlsxwriter

from accounts.acting import actor_of
from accounts.models import Department, Officer
from credit_platform.codes import resident_id_error
from ledger.acts import Actor
from ledger.models import Act
from records import intake
from records.columns import amount, day, uscc
from records.kinds import KINDS
from records.kinds.standing import year
from records.models import Submission
from records.releasing import release_submission
from records.submitting import receive_file
from tests import factories

FRIDAY = date(2026, 11, 20)  # a working day; the next ones are 23, 24, 25 …
_numbers = itertools.count(1)


@dataclass
class Staff:
    """One department with its people, and the credit office above it."""

    body: Department
    clerk: Officer
    reviewer: Officer
    office: Officer
    approver: Officer
    auditor: Officer


def staff(**fields) -> Staff:
    """A credit office and a department below it."""
    office = factories.department(f"虚构市信用办{next(_numbers)}")
    body = factories.department(f"虚构市市场监督管理局{next(_numbers)}", parent=office, **fields)
    return Staff(
        body,
        factories.officer("clerk", department=body),
        factories.officer("reviewer", department=body),
        factories.officer("office", department=office),
        factories.officer("office_approver", department=office),
        factories.officer("auditor", department=office),
    )


def acting(officer: Officer) -> Actor:
    return actor_of(officer, Act.Channel.PAGE)


def licence(body: Department, **cells) -> dict:
    """A row without fault, decided two days before FRIDAY; `cells` by code without the prefix."""
    number = next(_numbers)
    return {
        "XK_XDR_MC": f"虚构第{number}食品有限公司",
        "XK_XDR_LB": "法人及非法人组织",
        "XK_XDR_SHXYM": factories.code(),
        "XK_FRDB": "甲某",
        "XK_XKWS": "食品经营许可决定书",
        "XK_WSH": f"虚市监许〔2026〕{number}号",
        "XK_XKLB": "普通",
        "XK_XKZS": "食品经营许可证",
        "XK_XKBH": f"JY{number:08}",
        "XK_NR": "预包装食品销售",
        "XK_JDRQ": "2026/11/18",
        "XK_YXQZ": "2026/11/18",
        "XK_YXQZI": "2031/11/17",
        "XK_XKJG": body.name,
        "XK_XKJGDM": body.code,
        "XK_ZT": "1",
        "XK_LYDW": body.name,
        "XK_LYDWDM": body.code,
    } | {f"XK_{code}" if code != "BZ" else code: cell for code, cell in cells.items()}


def penalty(body: Department, **cells) -> dict:
    """A fine of 20,000 yuan, decided two days before FRIDAY."""
    number = next(_numbers)
    return {
        "CF_XDR_MC": f"虚构第{number}化工有限公司",
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": factories.code(),
        "CF_FRDB": "乙某",
        "CF_WSH": f"虚市监罚〔2026〕{number}号",
        "CF_WFXW": "未按规定公示年度报告",
        "CF_SY": "经查，当事人未在规定期限内公示年度报告。",
        "CF_YJ": "《企业信息公示暂行条例》第十八条",
        "CF_CFLB": "罚款",
        "CF_NR": "罚款贰万元整",
        "CF_NR_FK": "2",
        "CF_JDRQ": "2026/11/18",
        "CF_YXQ": "2099/12/31",
        "CF_CFJG": body.name,
        "CF_CFJGDM": body.code,
        "CF_SJLY": body.name,
        "CF_SJLYDM": body.code,
    } | {f"CF_{code}" if code != "BZ" else code: cell for code, cell in cells.items()}


def person(body: Department, number: str, **cells) -> dict:
    """A penalty of a natural person with this ID number."""
    row = penalty(body, XDR_MC="丙某", XDR_LB="自然人", XDR_ZJLX="身份证", XDR_ZJHM=number, **cells)
    return {code: cell for code, cell in row.items() if code not in ("CF_XDR_SHXYM", "CF_FRDB")}


def row_of(key: str, body: Department, **cells) -> dict:
    """A row without fault of any declared kind, with every column that must be filled."""
    if key in ("licence", "penalty"):
        return {"licence": licence, "penalty": penalty}[key](body, **cells)
    kind, number = KINDS[key], next(_numbers)
    row = {}
    for column in kind.columns:
        if column.required != "always":
            continue
        if column.read is day:
            row[column.code] = "2026/11/18"
        elif column.read is uscc:
            row[column.code] = body.code
        elif column.read is year:
            row[column.code] = "2025"
        else:
            row[column.code] = column.choices[0] if column.choices else {amount: "1"}.get(column.read, "内容")
    row |= {
        f"{kind.prefix}_XDR_MC": f"虚构第{number}商贸有限公司",
        f"{kind.prefix}_XDR_SHXYM": factories.code(),
        kind.document_number: f"虚〔2026〕{number}号",
        kind.body_name: body.name,
    }
    if kind.valid_until in row:
        row[kind.valid_until] = "2031/11/17"
    return row | {f"{kind.prefix}_{code}" if code != "BZ" else code: cell for code, cell in cells.items()}


def id_number(serial: int = 1, born: str = "19900101", division: str = "210811") -> str:
    """An invented ID number with a right check character."""
    for check in "0123456789X":
        number = f"{division}{born}{serial:03}{check}"
        if not resident_id_error(number):
            return number
    raise AssertionError("unreachable")


def heads(rows: list[dict]) -> list[str]:
    """Codes of all columns of the kind that the rows are of, in the order of the layout."""
    prefix = next(code for code in rows[0] if code.endswith("_XDR_MC")).partition("_")[0]
    return [column.code for kind in KINDS.values() if kind.prefix == prefix for column in kind.columns]


def title(code: str) -> str:
    return next(kind.by_code[code].title for kind in KINDS.values() if code in kind.by_code)


def grid(rows: list[dict], *, header: str = "titles", codes: list[str] | None = None) -> list[list]:
    """Header rows and data rows. `header`: titles, codes or both."""
    codes = codes or heads(rows)
    top = {"titles": [[title(code) for code in codes]], "codes": [codes]}
    top["both"] = top["titles"] + top["codes"]
    return top[header] + [[row.get(code, "") for code in codes] for row in rows]


def workbook(*sheets: list[list], **options) -> bytes:
    """.xlsx of sheets given as grids; texts stay texts, numbers numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    for cells in sheets:
        sheet = book.add_worksheet()
        for place, row in enumerate(cells):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(place, column, cell)
    book.close()
    return out.getvalue()


def upload(rows: list[dict], **options) -> bytes:
    return workbook(grid(rows, **options))


def table(rows: list[dict], encoding: str = "utf-8", **options) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(grid(rows, **options))
    return out.getvalue().encode(encoding)


def receive(people: Staff, data, *, name: str = "数据.xlsx", on: date = FRIDAY, stock: bool = False) -> Submission:
    """Received and not yet processed. `data`: rows, or the bytes of a file."""
    content = upload(data) if isinstance(data, list) else data
    return receive_file(
        content, name, department=people.body, clerk=people.clerk, actor=acting(people.clerk), on=on, stock=stock
    )


def send(people: Staff, data, **options) -> tuple[Submission, intake.Report]:
    """Received and processed."""
    submission = receive(people, data, **options)
    report = intake.run(submission.pk)
    assert report is not None
    submission.refresh_from_db()
    return submission, report


def release(people: Staff, submission: Submission, on: date = FRIDAY) -> dict:
    return release_submission(submission, reviewer=people.reviewer, actor=acting(people.reviewer), on=on)


def only_record(people: Staff, row: dict, *, on: date = FRIDAY, stock: bool = False):
    """The record of one row sent alone."""
    submission, report = send(people, [row], on=on, stock=stock)
    assert report.counts["rejected"] == 0, report.findings
    return submission.records.get()


def said(report: intake.Report) -> set[tuple[int, str, str]]:
    """(row, column, code of the finding) of all that was found."""
    return {(row, finding.column, finding.code) for row, finding in report.findings}


def days(count: int) -> timedelta:
    return timedelta(days=count)
