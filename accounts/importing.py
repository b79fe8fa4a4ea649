"""人员导入: officers by sheet, with first passwords that are shown once. Source: A4, A7.

Good rows are made, faulty ones come back with a sentence; nothing about them is stored.
"""

import io
import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter
from django.db import transaction

from ledger.acts import Actor

from .appointing import add_officer, usable_username
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
# Accounts of outside bodies are opened by their application alone.
ROLES = {str(role.label): role for role in Role if role != Role.OUTSIDE}
MOST_ROWS = 5_000  # as many as sheet_child.py reads
EXPLAINED = [
    ["登录名", "是", "字母、数字、下划线、点或短横线，最长64位；全平台不重复。"],
    ["姓名", "是", "与身份证一致。"],
    ["部门统一社会信用代码", "是", "18位，须是本平台“部门”页上已有的部门。"],
    ["拟任角色", "否", f"可填其中一个：{'、'.join(ROLES)}。由安全管理员授予后生效；暂不申请的留空。"],
    ["办公电话", "否", "如 0417-1234567。"],
    ["身份证号", "填报、审核和信用办岗位必填", "只用于核对一人一号，不保存号码。"],
    ["", "", "在“人员”表中从第2行起填写，一行一人；这张说明不会被读取。"],
]


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
    """Raises Refused with every fault of the row, so that one correction is enough."""
    faults = [] if row["name"] else ["没有填写姓名。"]

    def asked(question, text):
        try:
            return question(text)
        except Refused as reason:
            faults.append(str(reason))

    for key, longest in LONGEST.items():
        if len(row.get(key, "")) > longest:
            faults.append(f"“{HEADERS[key]}”最多{longest}个字，请精简后重新上传。")
    asked(usable_username, row["username"])
    department = asked(department_of, row["department"])
    role = asked(_role, row.get("role", ""))
    key = asked(person_key, row.get("id_number", ""))
    result.department = department.name if department else ""
    if faults:
        raise Refused("".join(faults))
    _, password = add_officer(
        username=row["username"],
        department=department,
        by=by,
        on=on,
        name=row["name"],
        phone=row.get("phone", ""),
        person_key=key,
        requested_role=role,
    )
    result.made, result.password = password is not None, password


def _role(text: str) -> str:
    if text and text not in ROLES:
        raise Refused(f"没有“{text}”这个角色，可填：{'、'.join(ROLES)}。")
    return ROLES[text] if text else ""


def _fill(book, title: str, rows: list[list[str]], width: int):
    """A sheet of texts, the first row bold."""
    sheet, text = book.add_worksheet(title), book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": 1})
    sheet.set_column(0, len(rows[0]) - 1, width, text)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write_string(number, place, value, text if number else bold)
    return sheet


@contextmanager
def _workbook(out: io.BytesIO):
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        yield book


def template_sheet() -> bytes:
    """An .xlsx with the headers, and a second sheet that says how to fill it in."""
    out = io.BytesIO()
    with _workbook(out) as book:
        sheet = _fill(book, "人员", [list(HEADERS.values())], 22)
        choices = {
            "validate": "list",
            "source": list(ROLES),
            "error_title": "没有这个角色",
            "error_message": "请从列表中选择。",
        }
        sheet.data_validation(1, list(HEADERS).index("role"), MOST_ROWS, list(HEADERS).index("role"), choices)
        _fill(book, "填写说明", [["列", "必填", "怎么填"], *EXPLAINED], 44)
    return out.getvalue()


def password_sheet(results: list[Row]) -> bytes:
    """The .xlsx that is handed out once: log-in names with first passwords, and what became of the other rows."""
    rows = [
        [str(one.number), one.username, one.name, one.department, one.password or "", one.error or _outcome(one)]
        for one in results
    ]
    out = io.BytesIO()
    with _workbook(out) as book:
        _fill(book, "人员", [["行号", "登录名", "姓名", "部门", "初始口令", "结果"], *rows], 22)
    return out.getvalue()


def _outcome(row: Row) -> str:
    return "已开设账号，首次登录须修改口令" if row.made else "账号已存在，未作改动"
