"""Declared columns (数据项): what a cell may say, and how it is read. Pure.

One declaration drives the workbook, the hand-typed form, the template and the annotated workbook. A cell comes in as
text or as the number that a workbook holds; it leaves as text in one spelling (dates YYYY-MM-DD, amounts in 万元).
Sources: 发改办财金〔2018〕424号 layouts (domain.md §1); B1–B3.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from credit_platform.characters import INVISIBLE, visible
from credit_platform.codes import (
    WRONG_CHECK_CHARACTER,
    check_uscc,
    normalise_code,
    resident_id_error,
)
from credit_platform.personal import ID_NUMBER, LIKE_ID, personal_number_in

from .findings import Finding, warning

Cell = str | float
Cleaned = tuple[str, tuple[Finding, ...]]
NOTHING: tuple[Finding, ...] = ()

PLACEHOLDERS = {
    "无",
    "没有",
    "暂无",
    "/",
    "\\",
    "-",
    "--",
    "—",
    "——",
    "0",
    "空",
    "null",
    "NULL",
    "None",
    "N/A",
    "n/a",
    "XXX",
}
LONG_TERM = date(2099, 12, 31)
EARLIEST = date(1949, 10, 1)


@dataclass(frozen=True)
class Column:
    """One column. `required`: "" | "always" | "organisation" | "person"."""

    code: str
    title: str
    read: Callable[["Column", Cell], Cleaned] = field(repr=False)
    length: int
    required: str = ""
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    private: bool = False  # sealed; in no page, log, event, export or error
    public: bool = True  # may be shown to the public at all (kinds/shown.py chooses among these)
    hint: str = ""
    need: str = ""  # what the template says of obligation, where `required` is not the whole of it
    placeholder_refused: bool = False
    remembered: dict[Cell, Cleaned] = field(default_factory=dict, repr=False, compare=False)  # what `clean` said

    def clean(self, cell: Cell) -> Cleaned:
        """Text in one spelling, and what is wrong with it. Remembers: most columns say the same thing again and again."""
        found = self.remembered.get(cell)
        if found is None:
            found = self._clean(cell)
            if not self.private and len(self.remembered) < 4_000 and (not isinstance(cell, str) or len(cell) < 100):
                self.remembered[cell] = found
        return found

    def _clean(self, cell: Cell) -> Cleaned:
        if not isinstance(cell, str):
            return self.read(self, cell)
        text, findings = cell, NOTHING
        if not text.isprintable() and INVISIBLE.search(text):
            text = INVISIBLE.sub("", text)
            findings = (warning(self.code, "invisible", f"“{self.title}”中有看不见的字符，已去除，请核对。"),)
        text = text.strip()
        if not text:
            return "", findings
        if len(text) > self.length:
            why = f"“{self.title}”最多{self.length}个字，现有{len(text)}个字，请精简后重报。"
            return "", (*findings, Finding(self.code, "too_long", why))
        if self.placeholder_refused and text in PLACEHOLDERS:
            why = f"“{self.title}”填的是“{text}”，不能用占位符代替，请填写真实内容。"
            return "", (*findings, Finding(self.code, "placeholder", why))
        value, more = self.read(self, text)
        return value, (*findings, *more) if findings else more


def show(text: str, *, code: bool = False) -> str:
    """What was found, short enough for a sentence; never what may be the number of a person's certificate.

    `code`: the cell is for the code of an organisation, which is shown unless it looks like an ID number.
    """
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    if LIKE_ID.search(plain) or (code and re.fullmatch(r"[1-8]\d{14}", plain) and _born(plain[6:12])):
        return "（疑为身份证号，不再显示）"
    if not code and re.search(r"\d{9,}|[A-Za-z]\d{7,}", plain):
        return "（含较长的号码，不再显示）"
    text = text if len(text) <= 24 else text[:22] + "…"
    return text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be sent


# --- readers ---------------------------------------------------------------------------------------------------------


def text(column: Column, cell: Cell) -> Cleaned:
    """Free text; a number becomes the digits that a workbook shows. Public text is scanned for ID numbers and the like."""
    value = number_like(column, cell)
    if isinstance(value, tuple):
        return value
    what = personal_number_in(value)
    # What the public never sees may name a phone, but an ID number is kept sealed or not at all (design sentence 9).
    if what and (column.public or what == ID_NUMBER):
        return "", (_personal_number(column, what),)
    return value, ()


def document(column: Column, cell: Cell) -> Cleaned:
    """文书号 or 许可编号. Only an ID number is refused: such numbers look like phones and bank cards often enough."""
    value = number_like(column, cell)
    if isinstance(value, tuple):
        return value
    what = personal_number_in(value, only=ID_NUMBER)
    return ("", (_personal_number(column, what),)) if what else (value, ())


def _personal_number(column: Column, what: str) -> Finding:
    why = f"“{column.title}”中含有{what}，会泄露个人信息，请删去或用“*”遮盖后重报。"
    return Finding(column.code, "personal_number", why)


def plain_number(number: float) -> str:
    """2.0 → 2; 0.25 → 0.25."""
    return str(int(number)) if abs(number) < 1e15 and number == int(number) else repr(number)


def choice(column: Column, cell: Cell) -> Cleaned:
    """One word of a list."""
    value, findings = text(column, cell)
    value = unicodedata.normalize("NFKC", value)
    if value and value not in column.choices:
        why = f"“{column.title}”填的是“{show(value)}”，只能填：{'、'.join(column.choices)}。"
        return "", (Finding(column.code, "not_in_list", why),)
    return value, findings


_ROUNDED = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+")  # 9.1E+17: how a table program writes a code it took for a number


def number_like(column: Column, cell: Cell) -> Cleaned | str:
    """Text of a cell that holds a code or ID; an error where a workbook made a number of it and digits are gone."""
    if isinstance(cell, str) and not _ROUNDED.fullmatch(cell):
        return cell
    if isinstance(cell, str) or abs(cell) >= 1e15:
        why = (
            f"“{column.title}”被存成了数字，Excel 只保留前15位，第16位以后已丢失。"
            "请把该列设为“文本”格式，重新填写完整号码。"
        )
        return "", (Finding(column.code, "digits_lost", why),)
    return plain_number(cell)


def uscc(column: Column, cell: Cell) -> Cleaned:
    """统一社会信用代码, normalised."""
    value = number_like(column, cell)
    if isinstance(value, tuple):
        return value
    check = check_uscc(value)
    if not check.valid:
        why = f"“{column.title}”填的是“{show(value, code=True)}”：{check.errors[0]}"
        return "", (Finding(column.code, "bad_uscc", why),)
    if not check.warnings:
        return check.normalised, NOTHING
    return check.normalised, tuple(warning(column.code, "odd_uscc", said) for said in check.warnings)


def granted_uscc(column: Column, cell: Cell, granted: Collection[str]) -> Cleaned | None:
    """经信用办核准的代码: what `clean` says of a code in `granted` that fails by its check character alone; None: not one.

    Apart from `uscc`, for a column remembers what it said, and a grant may end.
    """
    if column.read is not uscc or not isinstance(cell, str):
        return None
    check = check_uscc(visible(cell))
    if check.errors != [WRONG_CHECK_CHARACTER] or check.normalised not in granted:
        return None
    said = f"“{column.title}”的校验位不符，系登记机关如此核发，已经信用办核准，无需处理。"
    return check.normalised, (warning(column.code, "granted_uscc", said),)


def old_number(column: Column, cell: Cell) -> Cleaned:
    """工商注册号、税务登记号 and the like: letters and digits."""
    value = number_like(column, cell)
    if isinstance(value, tuple):
        return value
    value = normalise_code(value)
    if re.match(LIKE_ID, value):  # tax numbers of sole traders were made of them
        return "", (_personal_number(column, ID_NUMBER),)
    if not re.fullmatch(r"[0-9A-Z]{4,50}", value):
        why = f"“{column.title}”填的是“{show(value)}”，应只含数字和字母，请核对；没有的请留空。"
        return "", (Finding(column.code, "bad_number", why),)
    return value, ()


def id_number(column: Column, cell: Cell) -> Cleaned:
    """证件号码: kept as text; which kind it is, and so the check, is known to the row (`check_id`)."""
    value = number_like(column, cell)
    return value if isinstance(value, tuple) else (normalise_code(value), ())


def check_id(column: Column, certificate: str, number: str) -> Finding | None:
    """Resident ID numbers have a check character; other certificates only a length. Never repeats the number."""
    why = resident_id_error(number) if certificate == "身份证" else ""
    if not why and not re.fullmatch(r"[0-9A-Z()/.]{4,30}", number):
        why = "应为4至30位字母或数字，请对照证件核对。"
    return Finding(column.code, "bad_id", f"“{column.title}”有误：{why}") if why else None


CERTIFICATES = ("身份证", "护照号", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证")


def certificate(column: Column, cell: Cell) -> Cleaned:
    """证件类型: one of the list, or words after 其他-."""
    value, findings = text(column, cell)
    value = {"居民身份证": "身份证", "护照": "护照号"}.get(value, value)
    if value in CERTIFICATES or re.match(r"其他[-－—].+", value):
        return value, findings
    why = f"“{column.title}”填的是“{show(value)}”，只能填：{'、'.join(CERTIFICATES)}，或以“其他-”开头写明。"
    return "", (Finding(column.code, "not_in_list", why),)


_DATE = re.compile(
    r"(\d{4})\s*([-/.年])\s*(\d{1,2})\s*(?:\2|月)\s*(\d{1,2})\s*日?(?:[ T](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?|(\d{4})(\d{2})(\d{2})"
)


@lru_cache(maxsize=20_000)
def parse_date(text: str) -> date | None:
    """2026/11/18, 2026-11-18, 2026.1.8, 2026年1月8日, 20260108, each with a time of day or without → date; None where it
    is none of these or no such day.
    """
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    if not match:
        return None
    parts = [match[1], match[3], match[4]] if match[1] else [match[5], match[6], match[7]]
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def day(column: Column, cell: Cell) -> Cleaned:
    """A date → YYYY-MM-DD. A bare number is taken for a workbook's day count, with a warning."""
    if not isinstance(cell, str):
        if 20_000 < cell < 80_000:
            read = (date(1899, 12, 30) + timedelta(days=int(cell))).isoformat()
            said = f"“{column.title}”是数字 {int(cell)}，已按 Excel 日期读作 {read}，请核对。"
            return read, (warning(column.code, "serial_date", said),)
        cell = plain_number(cell)
    value = parse_date(cell)
    if value is None:
        why = f"“{column.title}”填的是“{show(cell)}”，不是有效日期，请按 2026/04/01 的样式填写真实日期。"
        return "", (Finding(column.code, "bad_date", why),)
    if not EARLIEST <= value <= LONG_TERM:
        why = f"“{column.title}”填的是“{show(cell)}”，应在1949/10/01至2099/12/31之间（长期填2099/12/31）。"
        return "", (Finding(column.code, "date_out_of_range", why),)
    return value.isoformat(), ()


def amount(column: Column, cell: Cell) -> Cleaned:
    """万元, above 0, six decimals at most → plain decimal text."""
    shown = cell if isinstance(cell, str) else repr(cell)
    try:
        value = Decimal(unicodedata.normalize("NFKC", shown).replace(",", "").removesuffix("万元").strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        why = f"“{column.title}”填的是“{show(shown)}”，不是数字。请只填数字，单位为万元（2000元填0.2）。"
        return "", (Finding(column.code, "bad_amount", why),)
    if value == 0:
        return "", (warning(column.code, "zero_amount", f"“{column.title}”填的是0，已按没有金额处理；没有的请留空。"),)
    if value < 0 or value >= 10**12 or value != value.quantize(Decimal("0.000001")):
        why = f"“{column.title}”填的是“{show(shown)}”，应大于0且最多6位小数，单位为万元。"
        return "", (Finding(column.code, "bad_amount", why),)
    return f"{value.normalize():f}", ()


def _born(digits: str) -> bool:
    """Whether six digits can be the day of birth of a 15-digit ID number."""
    return bool(re.fullmatch(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", digits))
