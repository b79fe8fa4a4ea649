"""人员导入: officers by sheet, with first passwords that are shown once. Source: A4, A7.

Good rows are made, faulty ones come back with a sentence; nothing about them is stored.
"""

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter
from django.db import transaction

from ledger.acts import Actor

from .appointing import add_officer
from .departments import department_of
from .models import Role
from .persons import person_key
from .refusals import Refused

LARGEST = 2 * 1024 * 1024  # bytes
HEADERS = {
    "username": "登录名",
    "name": "姓名",
    "department": "部门统一社会信用代码",
    "role": "拟任角色",
    "phone": "办公电话",
    "id_number": "身份证号",
}
REQUIRED = ("username", "name", "department")
LONGEST = {"name": 50, "phone": 30}  # characters, as the table takes them
ROLES = {str(role.label): role for role in Role}


@dataclass
class Row:
    """导入结果: one row of the sheet. `password` None: the account was there already; `error`: why nothing was made."""

    number: int
    username: str
    name: str
    department: str = ""
    password: str | None = None
    made: bool = False
    error: str = ""


def read_sheet(data: bytes) -> list[dict[str, str]]:
    """Bytes of an .xlsx or .csv → one dict a row, by the keys of HEADERS. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused("文件超过2MB，人员表不会这么大；请只保留人员清单后重新上传。")
    child = Path(__file__).with_name("sheet_child.py")
    try:
        done = subprocess.run([sys.executable, "-I", str(child)], input=data, capture_output=True, timeout=30)
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode:
        raise Refused("无法读取这个文件，请用模板另存为 .xlsx 或 .csv（UTF-8）后重新上传。")
    rows = [[str(cell).strip() for cell in row] for row in json.loads(done.stdout)]
    header = next((at for at, row in enumerate(rows[:10]) if HEADERS["username"] in row), None)
    if header is None:
        raise Refused("没有找到表头“登录名”，请使用本页的模板。")
    places = {key: rows[header].index(title) for key, title in HEADERS.items() if title in rows[header]}
    if missing := [HEADERS[key] for key in REQUIRED if key not in places]:
        raise Refused(f"缺少列：{'、'.join(missing)}。请使用本页的模板。")
    return [
        {"row": str(at), **{key: row[place] if place < len(row) else "" for key, place in places.items()}}
        for at, row in enumerate(rows[header + 1 :], start=header + 2)
        if any(row)
    ]


def import_officers(rows: list[dict[str, str]], *, by: Actor, on: date, only_check: bool = False) -> list[Row]:
    """Make the accounts, or with `only_check` say what would happen and change nothing."""
    results = []
    with transaction.atomic():
        for row in rows:
            result = Row(number=int(row["row"]), username=row["username"], name=row["name"])
            try:
                with transaction.atomic():
                    _one(row, result, by, on)
            except Refused as reason:
                result.error = str(reason)
            results.append(result)
        if only_check:
            transaction.set_rollback(True)
    return results


def _one(row: dict[str, str], result: Row, by: Actor, on: date) -> None:
    if not row["name"]:
        raise Refused("没有填写姓名。")
    for key, longest in LONGEST.items():
        if len(row.get(key, "")) > longest:
            raise Refused(f"“{HEADERS[key]}”最多{longest}个字，请精简后重新上传。")
    role = row.get("role", "")
    if role and role not in ROLES:
        raise Refused(f"没有“{role}”这个角色，可填：{'、'.join(ROLES)}。")
    department = department_of(row["department"])
    result.department = department.name
    _, password = add_officer(
        username=row["username"],
        department=department,
        by=by,
        on=on,
        name=row["name"],
        phone=row.get("phone", ""),
        person_key=person_key(row.get("id_number", "")),
        requested_role=ROLES[role] if role else "",
    )
    result.made, result.password = password is not None, password


def _workbook(headers: list[str], rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, text, bold = (
            book.add_worksheet("人员"),
            book.add_format({"num_format": "@"}),
            book.add_format({"bold": 1}),
        )
        sheet.set_column(0, len(headers) - 1, 22, text)
        sheet.write_row(0, 0, headers, bold)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                sheet.write_string(number, place, value, text)
    return out.getvalue()


def template_sheet() -> bytes:
    """An .xlsx with the headers only."""
    return _workbook(list(HEADERS.values()), [])


def password_sheet(results: list[Row]) -> bytes:
    """The .xlsx that is handed out once: log-in names with first passwords, and what became of the other rows."""
    rows = [
        [str(one.number), one.username, one.name, one.department, one.password or "", one.error or _outcome(one)]
        for one in results
    ]
    return _workbook(["行号", "登录名", "姓名", "部门", "初始口令", "结果"], rows)


def _outcome(row: Row) -> str:
    return "已开设账号，首次登录须修改口令" if row.made else "账号已存在，未作改动"
