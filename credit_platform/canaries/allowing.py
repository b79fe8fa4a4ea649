"""Allow-table (允许表): where a value of a kind may stand, before whom, why, and by which article. Whatever is not here is a leak. Pure.

ID numbers have one rule in all: back to the department that sent them. What somebody typed by mistake no page repeats (credit_platform/unrepeating.py).
"""

import re
from dataclasses import dataclass

from .values import Kind

STAFF = "(clerk|reviewer|office|office_approver|auditor)"
OFFICE = "(office|office_approver)"
EVERY_OFFICE = "(office|office_approver|auditor|office elsewhere)"
ANYBODY = ".+"
IN_STORE = ""  # no role: a column, a file, a line


@dataclass(frozen=True)
class Rule:
    """`where`: pattern of the place: a URL name, table.column, log, mail, task, redis, file:…; `who`: pattern of the role."""

    key: str
    kinds: frozenset[Kind]
    where: str
    who: str
    why: str
    article: str

    def covers(self, kind: Kind, where: str, who: str) -> bool:
        return kind in self.kinds and bool(re.fullmatch(self.where, where) and re.fullmatch(self.who, who))


def _rule(key: str, kinds: set[Kind] | frozenset[Kind], where: str, who: str, why: str, article: str) -> Rule:
    return Rule(key, frozenset(kinds), where, who, why, article)


RULES: tuple[Rule, ...] = (
    # --- names that are public -------------------------------------------------------------------------------------------
    _rule(
        "public_legal_representative", {Kind.LEGAL_REPRESENTATIVE}, r"publicity:(subject|repair_one)|my:file|my:report_pdf", ANYBODY,
        "法定代表人随许可、处罚信息公示", "发改办财金〔2018〕424号 附件（法定代表人栏）；domain §1a",
    ),
    _rule(
        "public_legal_representative_kept", {Kind.LEGAL_REPRESENTATIVE},
        r"records_version\.content|subjects_keyperson\.name|subjects_subject\.name", IN_STORE,
        "公示内容和关键人员登记", "A3；发改办财金〔2018〕424号",
    ),
    _rule(
        "file_of_an_organisation", {Kind.LEGAL_REPRESENTATIVE}, r"workbench:(subject|record)\w*", f"{STAFF}|{EVERY_OFFICE}",
        "单位档案的关键人员，信用办和经手部门办案可见", "A3；设计第4条",
    ),
    # --- natural persons on record ---------------------------------------------------------------------------------------
    _rule(
        "persons_name_kept", {Kind.PERSON}, r"records_version\.content|subjects_subject\.name", IN_STORE,
        "姓名按报送留存，不进检索库", "G6；domain §1a",
    ),
    _rule(
        "persons_records_to_those_who_handle_them", {Kind.PERSON},
        r"workbench:(record|records|records_download|submission|subject|act|review|proposal|correct|withdraw)", STAFF,
        "报送、审核、监督这条记录的人", "设计第4条；A6",
    ),
    _rule(
        "annotated_workbook", {Kind.PERSON, Kind.ID_NUMBER}, "workbench:annotated", "(clerk|reviewer)",
        "退回行批注件：现做现给，只给报送部门，不留存", "设计第9条的唯一例外",
    ),
    _rule(
        "disputes_to_those_who_handle_them", {Kind.PERSON}, r"disputes:(cases|one|letter|evidence)", STAFF,
        "办理本人所提异议的部门和信用办", "F2；设计第4条",
    ),
    # --- those who act for a subject -------------------------------------------------------------------------------------
    _rule(
        "themselves", {Kind.PERSON, Kind.REPRESENTATIVE, Kind.MOBILE, Kind.EMAIL}, r"(my|representation|my_\w+):\w+", "themselves",
        "本人看自己的姓名、手机号码、邮箱", "F1；个人信息保护法第四十五条",
    ),
    _rule(
        "claims_to_the_office", {Kind.PERSON, Kind.REPRESENTATIVE, Kind.MOBILE}, r"workbench:(claim|representative\w*)", OFFICE,
        "信用办核对认领、窗口办理", "F1",
    ),
    _rule(
        "one_counter_for_all", {Kind.PERSON, Kind.REPRESENTATIVE}, r"workbench:representative\w*", "office elsewhere",
        "当事人可以到任何一个信用办窗口办理账号", "F1；H3",
    ),
    _rule("mails_to_their_box", {Kind.EMAIL}, "mail", IN_STORE, "收件人一栏", "F1"),
    # --- liaisons and applicants -----------------------------------------------------------------------------------------
    _rule(
        "liaisons", {Kind.LIAISON, Kind.OFFICE_PHONE}, r"workbench:(liaisons|own_liaisons)", STAFF,
        "联络员姓名和办公电话，供部门之间联系", "A7；陕西 二(三)",
    ),
    _rule(
        "liaisons_kept", {Kind.LIAISON, Kind.OFFICE_PHONE}, r"accounts_liaison\.(name|phone)", IN_STORE,
        "职务信息，不是个人号码", "A7",
    ),
    _rule(
        "applicants_to_the_office", {Kind.APPLICANT, Kind.OFFICE_PHONE}, r"workbench:application|accounts:application",
        f"{OFFICE}|system_admin", "核对和开设申请的账号", "A7",
    ),
    # --- what somebody has just typed ------------------------------------------------------------------------------------
    _rule(
        "typed_by_themselves", {Kind.MOBILE}, r"representation:(log_in|register|forgotten)|accounts:log_in", "asker",
        "自己的手机号码留在登录名、手机号码栏里，便于改正；不入库，不进出错页面", "设计第9条",
    ),
)  # fmt: skip


def rule_for(kind: Kind, where: str, who: str) -> Rule | None:
    """The first rule that allows it; None: a leak."""
    return next((rule for rule in RULES if rule.covers(kind, where, who)), None)
