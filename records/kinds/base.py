"""What a declaration of a kind consists of, and the columns and row rules that national layouts share. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..columns import (
    Cell,
    Cleaned,
    Column,
    certificate,
    check_id,
    choice,
    day,
    document,
    id_number,
    old_number,
    text,
    uscc,
)
from ..findings import Finding
from .catalogue import Class

ORGANISATION, SOLE_TRADER, PERSON = "法人及非法人组织", "个体工商户", "自然人"
SUBJECT_KINDS = {ORGANISATION: "organisation", SOLE_TRADER: "sole_trader", PERSON: "person"}

Row = dict[str, str]
RowRule = Callable[["Kind", Row, date], list[Finding]]


@dataclass(frozen=True)
class Kind:
    """信息类别. `prefix` stands before the shared column codes (XK, CF); the other names say which column is what.

    `catalogue`: class of the national catalogue; nothing without one may enter a credit record. `public` False: for
    departments only. `adverse` (失信信息): in public no longer than the longest period of the rules. When it is due says a
    row of `rules.Duty`. An empty name: the kind has no such column.
    """

    key: str
    title: str
    prefix: str
    columns: tuple[Column, ...]
    document_number: str
    licence_number: str
    decided_on: str
    valid_until: str
    body_name: str
    body_code: str
    status: str
    rules: tuple[RowRule, ...]
    catalogue: Class
    source: tuple[str, str]  # 数据来源单位: columns of its name and code
    public: bool = True
    adverse: bool = False
    # Whether the department that sends decided it itself; ratings and judgments are others' words.
    own_decision: bool = True
    # A list that others decided: whoever sends it, the credit office looks before anything of it is public (I2).
    elsewhere: bool = False
    generation: str = "G3"  # of the current layout
    generation_2: Mapping[str, str] = field(default_factory=dict)  # header of G2 → column of G3
    generation_1: frozenset[str] = frozenset()  # headers that only the 2016 layout has

    @cached_property
    def by_code(self) -> dict[str, Column]:
        return {column.code: column for column in self.columns}

    @cached_property
    def readers(self) -> tuple[tuple[str, Callable[[Cell], Cleaned | None], Column], ...]:
        """(code, what the column remembers of a cell, the column) of each column."""
        return tuple((column.code, column.remembered.get, column) for column in self.columns)

    @cached_property
    def private(self) -> frozenset[str]:
        """Columns that are sealed."""
        return frozenset(column.code for column in self.columns if column.private)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Columns of which a unit must fill one: its code or an old number."""
        return frozenset(f"{self.prefix}_XDR_{name}" for name in ("SHXYM", "GSZC", "ZZJG", "SWDJ", "SYDW", "SHZZ"))

    @cached_property
    def needed(self) -> dict[str, tuple[Column, ...]]:
        """Columns that a row must fill, by category of the 行政相对人; "" where that is not known."""
        wanted = {PERSON: {"always", "person"}, "": {"always"}}
        return {
            category: tuple(
                column for column in self.columns if column.required in wanted.get(category, {"always", "organisation"})
            )
            for category in ("", *SUBJECT_KINDS)
        }


def subject_columns(prefix: str, representative: str = "organisation") -> tuple[Column, ...]:
    """行政相对人: the first 13 columns of both national layouts (domain.md §1a, §1b).

    `representative`: who must fill 法定代表人; "": nobody.
    """
    return (
        Column(f"{prefix}_XDR_MC", "行政相对人名称", text, 200, "always", placeholder_refused=True,
               hint="单位填证照上的全称，自然人填姓名"),
        Column(f"{prefix}_XDR_LB", "行政相对人类别", choice, 16, "always", choices=tuple(SUBJECT_KINDS)),
        Column(f"{prefix}_XDR_SHXYM", "行政相对人代码_1(统一社会信用代码)", uscc, 64, aliases=("统一社会信用代码",), need="单位必填",
               hint="18位；自然人留空"),
        Column(f"{prefix}_XDR_GSZC", "行政相对人代码_2(工商注册号)", old_number, 50, public=False),
        Column(f"{prefix}_XDR_ZZJG", "行政相对人代码_3(组织机构代码)", old_number, 20, public=False),
        Column(f"{prefix}_XDR_SWDJ", "行政相对人代码_4(税务登记号)", old_number, 30, public=False),
        Column(f"{prefix}_XDR_SYDW", "行政相对人代码_5(事业单位证书号)", old_number, 30, public=False),
        Column(f"{prefix}_XDR_SHZZ", "行政相对人代码_6(社会组织登记证号)", old_number, 50, public=False),
        Column(f"{prefix}_FRDB", "法定代表人", text, 50, representative, aliases=("法定代表人（负责人）", "法定代表人姓名"),
               hint="个体工商户填经营者"),
        Column(f"{prefix}_FR_ZJLX", "法定代表人证件类型", certificate, 64, public=False),
        Column(f"{prefix}_FR_ZJHM", "法定代表人证件号码", id_number, 64, private=True, public=False),
        Column(f"{prefix}_XDR_ZJLX", "证件类型", certificate, 64, "person", public=False),
        Column(f"{prefix}_XDR_ZJHM", "证件号码", id_number, 64, "person", private=True, public=False),
    )  # fmt: skip


def layout(
    prefix: str,
    *own: Column,
    number: str,
    decided: str,
    until: str = "",
    until_needed: bool = False,
    body: str = "认定机关",
) -> tuple[Column, ...]:
    """本平台统一模板: columns of a kind for which there is no national layout, in the manner of 424号: subject, document
    number, what it says, dates, body, status, source, remarks. The arguments are the titles.
    """
    end = (Column(f"{prefix}_YXQZ", until, day, 40, "always" if until_needed else "", hint="长期填 2099/12/31"),)
    return (
        *subject_columns(prefix, representative=""),
        Column(f"{prefix}_WSH", number, document, 128, "always", placeholder_refused=True),
        *own,
        Column(f"{prefix}_JDRQ", decided, day, 40, "always", hint="如 2026/04/01"),
        *(end if until else ()),
        Column(f"{prefix}_JG", body, text, 200, "always"),
        Column(f"{prefix}_JGDM", f"{body}统一社会信用代码", uscc, 64, "always"),
        Column(f"{prefix}_ZT", "当前状态", choice, 8, "always", choices=("1", "0"), hint="1 有效，0 无效（已撤销、移出或失效）"),
        Column(f"{prefix}_LYDW", "数据来源单位", text, 200, "always"),
        Column(f"{prefix}_LYDWDM", "数据来源单位统一社会信用代码", uscc, 64, "always"),
        Column("BZ", "备注", text, 512, public=False),
    )  # fmt: skip


def declare(key: str, title: str, prefix: str, catalogue: Class, columns: tuple[Column, ...], **more) -> Kind:
    """A kind in the common layout (`layout`); `more` are other fields of `Kind`."""
    names = {column.code for column in columns}
    until = f"{prefix}_YXQZ" if f"{prefix}_YXQZ" in names else ""
    values = {"generation": "V1", "licence_number": "", "rules": (subject_rules, date_rules)} | more
    return Kind(
        key=key,
        title=title,
        prefix=prefix,
        columns=columns,
        document_number=f"{prefix}_WSH",
        decided_on=f"{prefix}_JDRQ",
        valid_until=until,
        body_name=f"{prefix}_JG",
        body_code=f"{prefix}_JGDM",
        status=f"{prefix}_ZT",
        catalogue=catalogue,
        source=(f"{prefix}_LYDW", f"{prefix}_LYDWDM"),
        **values,
    )


def subject_rules(kind: Kind, row: Row, today: date) -> list[Finding]:
    """Category, code and certificate of the 行政相对人 must agree."""
    prefix = kind.prefix
    category, code = row.get(f"{prefix}_XDR_LB", ""), row.get(f"{prefix}_XDR_SHXYM", "")
    findings = []
    if category == PERSON:
        if code:
            findings.append(
                Finding(f"{prefix}_XDR_LB", "person_with_code", "“行政相对人类别”是自然人，却填了统一社会信用代码；"
                        "是单位的请改类别，是自然人的请清空代码。")
            )  # fmt: skip
    elif code and (category == SOLE_TRADER) != code.startswith("92") and code[0] == "9":
        findings.append(
            Finding(f"{prefix}_XDR_LB", "category_and_code", f"“行政相对人类别”填的是“{category}”，但代码以“{code[:2]}”开头"
                    "（92 为个体工商户，91、93 为法人及非法人组织），两者不符，请核对后改正。")
        )  # fmt: skip
    return findings + _certificates(kind, row)


def _certificates(kind: Kind, row: Row) -> list[Finding]:
    findings = []
    for who in ("FR", "XDR"):
        number, certificate_type = row.get(f"{kind.prefix}_{who}_ZJHM", ""), row.get(f"{kind.prefix}_{who}_ZJLX", "")
        column = kind.by_code[f"{kind.prefix}_{who}_ZJHM"]
        if number and (wrong := check_id(column, certificate_type or "身份证", number)):
            findings.append(wrong)
        if certificate_type and not number:
            why = f"填了“{kind.by_code[f'{kind.prefix}_{who}_ZJLX'].title}”就要填“{column.title}”，请补填。"
            findings.append(Finding(column.code, "missing", why))
    return findings


def date_rules(kind: Kind, row: Row, today: date) -> list[Finding]:
    """Nothing is decided in the future; nothing ends before it was decided."""
    findings = []
    decided, until = row.get(kind.decided_on, ""), row.get(kind.valid_until, "") if kind.valid_until else ""
    columns = kind.by_code
    if decided and decided > today.isoformat():
        why = f"“{columns[kind.decided_on].title}”是 {decided}，晚于报送当日，不能为将来的日期，请核对。"
        findings.append(Finding(kind.decided_on, "future", why))
    if decided and until and until < decided:
        why = f"“{columns[kind.valid_until].title}”是 {until}，早于决定日期 {decided}，请核对两个日期。"
        findings.append(Finding(kind.valid_until, "ends_before_decided", why))
    return findings
