"""Reading a list (读取比对清单): a workbook or table of another system → documents. Columns are known by their headers.

Goes by way of the limited child that reads uploads. An ID number in it leaves here only as a keyed hash. Source: J3.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from credit_platform.characters import INVISIBLE
from credit_platform.codes import check_uscc, document_key, normalise_code, resident_id_error
from credit_platform.personal import personal_number_in
from credit_platform.sealing import keyed_hash
from records.columns import Cell, parse_date, plain_number, show
from records.reading.formats import Unreadable
from records.reading.headers import WITHIN, plain
from records.reading.parsing import sheets

from .comparing import Document

# Column → headers that mean it, the surest first, as `plain` leaves them. Of officials and bodies none is a subject.
HEADERS = {
    "number": (r"(XK|CF)_WSH", r".*决定书?文书?号", r"(决定书|文书|处罚|许可)?(文书?号|文书编号)", r".*文书?号", r"案号|.*决定书编?号"),
    "code": (r"(XK|CF)_XDR_SHXYM", r"(?!.*(机关|来源|单位)).*统一社会信用代码.*", r"(主体|企业|相对人|当事人)?(信用)?代码"),
    "name": (
        r"(XK|CF)_XDR_MC", r"(行政)?相对人(名称|姓名).*", r"(主体|企业|单位|当事人|被处罚人|申请人)(名称|姓名)?(或姓名)?",
        r"名称|姓名|名称或姓名",
    ),
    "id": (r"(XK|CF)_XDR_ZJHM", r"(?!.*(法定代表|法人)).*(证件号码?|身份证号码?)"),
    "decided_on": (r"(XK|CF)_JDRQ", r".*(决定|作出|许可|处罚)日期", r"日期"),
    "amount": (r"CF_NR_FK", r"罚款金额.*|罚款数额.*|处罚金额.*"),
}  # fmt: skip
NEEDED = "清单至少要有三列：文书号、主体（统一社会信用代码或名称）、决定日期。"
MOST_TOLD = 200
LONGEST = 500  # characters of a cell that are read at all
LONGEST_AMOUNT = 30
POWERS = range(-12, 13)  # of ten, in which an amount of money lies


class ListRefused(ValueError):
    """The list cannot be compared; the message says why and what to do."""


@dataclass
class Listed:
    """清单. `kinds`: what its headers say it is about; empty: they do not. `unreadable`: (row, what is missing)."""

    documents: list[Document] = field(default_factory=list)
    rows: int = 0
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    kinds: tuple[str, ...] = ()


def read_list(data: bytes, file_name: str) -> Listed:
    """Documents of the first sheet that has such a header. Raises ListRefused."""
    try:
        with sheets(data, file_name) as lines:
            return _read(lines)
    except Unreadable as refused:
        raise ListRefused(refused.message) from refused


def _read(lines: Iterable[tuple[str, list[Cell]]]) -> Listed:
    listed, places, unit, sheet, number = Listed(), None, "", None, 0
    for name, cells in lines:
        if name != sheet:
            if places is not None:
                break
            sheet, number = name, 0
        number += 1
        if places is None:
            if number <= WITHIN:
                places, unit, listed.kinds = _header(cells)
            continue
        if number <= WITHIN and _header(cells)[0] is not None:  # codes under the titles
            continue
        if any(cell != "" for cell in cells):
            _take(listed, number, {what: cells[at] for what, at in places.items() if at < len(cells)}, unit)
    if places is None:
        raise ListRefused(f"没有在前{WITHIN}行找到表头。{NEEDED}")
    return listed


def _header(cells: Sequence[Cell]) -> tuple[dict[str, int] | None, str, tuple[str, ...]]:
    """Places of the columns (None: no header), the unit of amounts, kinds named."""
    titles = [plain(cell).upper() for cell in cells]
    places: dict[str, int] = {}
    for what, patterns in HEADERS.items():
        for pattern in patterns:
            at = next((at for at, title in enumerate(titles) if title and re.fullmatch(pattern, title)), None)
            if at is not None and at not in places.values():
                places[what] = at
                break
    if not {"number", "decided_on"} <= set(places) or not {"code", "name", "id"} & set(places):
        return None, "", ()
    written = titles[places["amount"]] if "amount" in places else ""
    unit = "万元" if "万元" in written or written == "CF_NR_FK" else "元" if "元" in written else ""
    about = titles[places["number"]] + titles[places["decided_on"]]
    licence, penalty = "许可" in about or "XK_" in about, "处罚" in about or "CF_" in about
    kinds = ("licence",) if licence and not penalty else ("penalty",) if penalty and not licence else ()
    return places, unit, kinds


def _take(listed: Listed, row: int, cells: dict[str, Cell], unit: str) -> None:
    said = {what: _text(cell) for what, cell in cells.items()}
    number, decided_on = said.get("number", ""), _day(cells.get("decided_on", ""))
    name = said.get("name", "")
    if not number and not name:
        return  # a remark under the table
    listed.rows += 1
    code, person, is_person = _identity(said.get("code", ""), said.get("id", ""))
    lacking = "、".join(
        title
        for title, there in (("文书号", number), ("主体", code or person or name), ("决定日期", decided_on))
        if not there
    )
    if lacking:
        if len(listed.unreadable) < MOST_TOLD:
            listed.unreadable.append((row, f"没有可用的{lacking}"))
        return
    listed.documents.append(
        Document(
            number=public(number)[:128],
            key=document_key(number),
            place=row,
            decided_on=decided_on,
            code=code,
            person=person,
            is_person=is_person,
            name=public(name)[:200],
            amounts=_amounts(cells.get("amount", ""), unit),
        )
    )


def _identity(code: str, number: str) -> tuple[str, str, bool]:
    """(code, keyed hash of an ID number, whether a person). A number in the column of codes is a person's, too; of other
    certificates nothing is kept, the name has to do.
    """
    for given in (number, code):
        if given and not resident_id_error(given):
            return "", keyed_hash("id_card", normalise_code(given)), True
    if not code:
        return "", "", bool(number)
    checked = check_uscc(code)
    return checked.normalised if checked.valid else show(checked.normalised, code=True), "", False


def public(text: str) -> str:
    """The text, unless it holds a number that is a person's."""
    return show(text) if personal_number_in(text) else text


def _text(cell: Cell) -> str:
    text = cell if isinstance(cell, str) else plain_number(cell)
    return INVISIBLE.sub("", text[:LONGEST]).strip()


def _day(cell: Cell) -> date | None:
    if not isinstance(cell, str):
        if 20_000 < cell < 80_000:
            return date(1899, 12, 30) + timedelta(days=int(cell))
        cell = plain_number(cell)
    return parse_date(_text(cell))


def _amounts(cell: Cell, unit: str) -> tuple[Decimal, ...]:
    """万元. Without a unit in the header both readings count; with one in the cell, that."""
    text = unicodedata.normalize("NFKC", _text(cell)).replace(",", "")
    for ending in ("万元", "元"):
        if text.endswith(ending):
            text, unit = text.removesuffix(ending), ending
    try:
        value = Decimal(text) if len(text) <= LONGEST_AMOUNT else None
    except ArithmeticError:
        return ()
    if not value or not value.is_finite() or value.adjusted() not in POWERS:
        return ()
    return {"万元": (value.normalize(),), "元": ((value / 10_000).normalize(),)}.get(
        unit, (value.normalize(), (value / 10_000).normalize())
    )
