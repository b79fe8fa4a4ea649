"""可否申请信用修复: of a record, an entry or an act without a record on a day, by the rules that judge it. The one door for pages, command and the case itself.

Which rule set judges follows from the day of the decision; what the place's text adds comes from its pack. Source: F4, F6;
令第36号, 令第58号, 市场监管总局令第45号; 滑县 二(五)2–4; 遂宁 二(三)1; 哈尔滨新区 12; 蚌埠 六(一); 营口（十九）.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from accounts.models import Department
from blacklists.grading import Grade
from blacklists.models import Entry, ReportedAct
from blacklists.procedure import procedure
from blacklists.repair_rules import way_of
from credit_platform.periods import penalty_kinds
from records.kinds import KINDS
from records.models import Record
from rules.jurisdictions import Value, find
from rules.models import RuleSet
from rules.periods import PeriodBook
from subjects.models import Subject

from .eligibility_rules import Answer, Procedure, Verdict, barred, by_period, not_applicable, waiting
from .models import Dishonesty

KEYS = (
    "repair.rectification_months", "repair.within_period", "repair.public_service", "repair.minors_protected", "repair.barred_months",
    "repair.conditions", "repair.steps", "repair.materials", "repair.no_new_acts", "repair.free", "repair.single_window", "repair.decided_by",
    "repair.accept_days", "repair.result_days", "repair.publish_days", "repair.conditions_by_department",
)  # fmt: skip
ELSEWHERE = {  # kinds that whoever determined them takes off by rules of its own
    "debtor": "失信被执行人信息由执行法院屏蔽或者撤销，请向执行法院申请。",
    "ruling": "司法裁判信息不适用信用修复；履行完毕的，请向裁判法院申请出具证明。",
    "listed": "这是其他机关认定的名单，请向认定机关申请修复，平台收到结果后同步更新。",
}
OWN_RULES = ("abnormal",)  # 异常名录: as soon as it is put right, by the rules of its field
WHO_DECIDED = "国办发〔2025〕22号、令第36号：谁认定、谁修复"
AT_ONCE = "国办发〔2025〕22号、令第36号：谁认定、谁修复；没有公示的认定没有最短公示期，改正后即可申请"
Target = Record | Entry | ReportedAct


@dataclass(frozen=True)
class Terms:
    """What the rules in force say of repairs on a day, for a department."""

    found: dict[str, Value]

    def flag(self, name: str) -> bool:
        return bool(self.found[f"repair.{name}"].value) if f"repair.{name}" in self.found else False

    def number(self, name: str) -> int:
        return int(self.found[f"repair.{name}"].value) if f"repair.{name}" in self.found else 0

    def texts(self, name: str) -> list[str]:
        value = self.found.get(f"repair.{name}")
        return list(value.value) if value and isinstance(value.value, list) else []

    def text(self, name: str) -> str:
        value = self.found.get(f"repair.{name}")
        return str(value.value) if value else ""

    def clause(self, name: str) -> str:
        value = self.found.get(f"repair.{name}")
        return value.clause if value else ""

    @property
    def rectification_months(self) -> int:
        return self.number("rectification_months")

    @property
    def rectification(self) -> bool:
        return self.rectification_months > 0

    @property
    def conditions(self) -> list[str]:
        return self.texts("conditions")

    @property
    def barred_words(self) -> str:
        """The days of being barred, in words."""
        months = self.number("barred_months")
        return f"{months // 12}年内" if months and months % 12 == 0 else f"{months}个月内"

    @property
    def barred_clause(self) -> str:
        return self.clause("barred_months")


def terms(on: date, department: Department | None = None) -> Terms:
    """The rules in force."""
    return Terms(find(list(KEYS), on, department))


def of(target: Target, on: date, *, given: Iterable[str] = (), minor: bool = False, bankrupt: bool = False) -> Answer:
    """结论 of the day. `given`: papers at hand (eligibility_rules.MISSING); `minor`: under eighteen when it happened; `bankrupt`: a
    court has approved a plan of reorganisation or a settlement.
    """
    said = terms(on, target.department)
    if isinstance(target, Entry):
        answer = _of_entry(target, said, given, on)
    elif isinstance(target, ReportedAct):
        answer = _of_act(target, said, given, on, minor)
    else:
        answer = _of_record(target, said, given, on, minor)
    if bankrupt and answer.verdict in (Verdict.TOO_EARLY, Verdict.RUNS_OUT, Verdict.MISSING, Verdict.ELIGIBLE):
        clause = "国办发〔2025〕22号、令第36号：法院裁定批准重整计划或者认可和解协议的，即可申请"
        answer = waiting(Procedure.BANKRUPTCY, clause, on, given, on)
    return _after_dishonesty(answer, target.subject, said, on)


def _after_dishonesty(answer: Answer, subject: Subject, said: Terms, on: date) -> Answer:
    last = Dishonesty.objects.standing().about(subject).order_by("-until").first()
    return answer if last is None or last.until is None else barred(answer, last.until, last.clause, on)


# --- entries --------------------------------------------------------------------------------------------------------


def _of_entry(entry: Entry, said: Terms, given: Iterable[str], on: date) -> Answer:
    """By its own period of correction, the place's procedure, or the shortest term of serious acts. What the law leaves to
    the rules of each list is the place's to say.
    """
    if entry.state == Entry.State.LEFT:
        verdict = Verdict.REPAIRED if entry.exit == "repaired" else Verdict.ENDED
        return not_applicable(verdict, WHO_DECIDED, f"已于{entry.left_on}移出名单（{entry.get_exit_display()}）。")
    if entry.state not in (Entry.State.PUBLISHED, Entry.State.FILED):
        return not_applicable(
            Verdict.NOT_PUBLIC, WHO_DECIDED, "还没有列入名单，不需要申请修复；对拟列入有意见的，请陈述申辩。"
        )
    assert entry.decided_on is not None
    if entry.until is not None and on > entry.until:
        return not_applicable(Verdict.ENDED, WHO_DECIDED, "列入期限已满，已经自动移出，不需要申请修复。")
    if said.flag("within_period") and entry.correct_by and on <= entry.correct_by:
        why = "还没有列入名单"
        return waiting(Procedure.WITHIN_PERIOD, said.clause("within_period"), entry.decided_on, given, on, why)
    if said.flag("public_service") and entry.person:
        return _shortest(entry, Procedure.PUBLIC_SERVICE, said.clause("public_service"), given, on)
    if said.rectification:
        return _rectified(entry, said, given, on)
    return _shortest(entry, None, "", given, on)


def _rectified(entry: Entry, said: Terms, given: Iterable[str], on: date) -> Answer:
    """整改验收: the place's own way, never before the shortest term of serious acts where the decision is judged by 令第36号: a mandatory
    condition of the nation that a local text may add to and not lower. Earlier rules left the way out to each list (docs/law.md).
    """
    assert entry.decided_on is not None
    rules = PeriodBook().rules_for(entry.decided_on, "")
    way = way_of(
        entry.decided_on, entry.effective_from, entry.until, entry.correct_by, rules=rules, rectification=said.rectification_months
    )  # fmt: skip
    assert way is not None  # its rectification is a way
    clause, why = said.clause("rectification_months"), "还没有列入名单"
    if way.shortest:
        clause = f"{_clause(Procedure.ORDER36, 'serious')}；{clause}"
        why = f"最短公示期{way.shortest}个月还没有满"
    if way.runs_out:
        return not_applicable(Verdict.RUNS_OUT, clause, way.why_not, Procedure.RECTIFICATION)
    return replace(waiting(Procedure.RECTIFICATION, clause, way.earliest, given, on, why=why), longest=way.until)


def _shortest(entry: Entry, procedure: Procedure | None, clause: str, given: Iterable[str], on: date) -> Answer:
    assert entry.decided_on is not None
    rules = PeriodBook().rules_for(entry.decided_on, "")
    if rules is None:
        return not_applicable(Verdict.UNCLASSED, WHO_DECIDED, "没有作出决定时的期限规则，请咨询信用办。")
    return by_period(
        rules, procedure=procedure or Procedure(rules.key), clause=clause or _clause(rules.key, "serious"), seriousness="serious",
        field="", start=entry.decided_on, given=given, on=on, until=entry.until, what="列入",
    )  # fmt: skip


# --- acts without a record ----------------------------------------------------------------------------------------


def _of_act(act: ReportedAct, said: Terms, given: Iterable[str], on: date, minor: bool) -> Answer:
    """部门认定的失信行为: never public, used for grades, lists and measures. The place's procedure where its text has one for whatever
    is on record; elsewhere whoever determined it repairs it as soon as it is put right.
    """
    if act.state == ReportedAct.State.REPAIRED:
        return not_applicable(Verdict.REPAIRED, WHO_DECIDED, "已经修复，停止共享和使用。")
    if act.state != ReportedAct.State.CONFIRMED:
        if act.state == ReportedAct.State.REPORTED:
            return not_applicable(Verdict.NOT_PUBLIC, WHO_DECIDED, "还没有确认，没有使用，不需要申请修复。")
        return not_applicable(Verdict.ENDED, WHO_DECIDED, "没有确认或者已经撤回，不需要申请修复。")
    if act.subject.kind == "person":
        ground = procedure(on, act.department).grading.grounds.get(act.ground)
        if minor and said.flag("minors_protected") and ground is not None and ground.grade == Grade.MINOR:
            return waiting(Procedure.MINORS, said.clause("minors_protected"), act.decided_on, given, on)
        if said.flag("public_service"):
            return waiting(Procedure.PUBLIC_SERVICE, said.clause("public_service"), act.decided_on, given, on)
    elif said.rectification:
        return waiting(Procedure.RECTIFICATION, said.clause("rectification_months"), act.decided_on, given, on)
    return waiting(_order(act.decided_on), AT_ONCE, act.decided_on, given, on)


# --- records --------------------------------------------------------------------------------------------------------


def _of_record(record: Record, said: Terms, given: Iterable[str], on: date, minor: bool) -> Answer:
    if record.state == Record.State.REPAIRED:
        return not_applicable(Verdict.REPAIRED, WHO_DECIDED, "已经修复，停止公示、共享和使用。")
    if record.state in (Record.State.WITHDRAWN, Record.State.TAKEN_BACK):
        return not_applicable(Verdict.ENDED, WHO_DECIDED, "已经撤下，不需要申请修复。")
    if not KINDS[record.kind].adverse:
        return not_applicable(
            Verdict.NOT_REPAIRABLE, WHO_DECIDED, "这不是失信信息，不需要修复；内容有误的，请提出异议。"
        )
    if record.kind in ELSEWHERE:
        return not_applicable(Verdict.NOT_REPAIRABLE, WHO_DECIDED, ELSEWHERE[record.kind])
    if record.subject.kind == "person":
        return _of_person(record, said, given, on, minor)
    if record.kind in OWN_RULES:
        if record.state == Record.State.INTERNAL:
            why = f"{record.get_internal_reason_display() or '内部留存'}，没有公示，不需要申请修复。"
            return not_applicable(Verdict.NOT_PUBLIC, WHO_DECIDED, why)
        if record.state == Record.State.ENDED:
            return not_applicable(Verdict.ENDED, WHO_DECIDED, "已经停止公示，不需要申请修复。")
        clause = "令第36号：异常名录信息按照本领域的规定，改正后即可申请"
        return waiting(_order(record.decided_on), clause, record.decided_on, given, on)
    return _by_class(record, given, on)


def _of_person(record: Record, said: Terms, given: Iterable[str], on: date, minor: bool) -> Answer:
    """Never public. Where the place's text opens a way, use by departments ends, too."""
    if minor and said.flag("minors_protected") and record.seriousness in ("minor", ""):
        return waiting(Procedure.MINORS, said.clause("minors_protected"), record.decided_on, given, on)
    if said.flag("public_service"):
        return waiting(Procedure.PUBLIC_SERVICE, said.clause("public_service"), record.decided_on, given, on)
    return not_applicable(
        Verdict.NOT_PUBLIC, "令第58号、令第36号：自然人信息原则上不公示", "个人信息不公示，不需要申请修复。"
    )


def _by_class(record: Record, given: Iterable[str], on: date) -> Answer:
    rules = PeriodBook().rules_for(record.decided_on, record.field)
    if rules is None:
        return not_applicable(Verdict.UNCLASSED, WHO_DECIDED, "没有作出决定时的期限规则，请咨询信用办。")
    way = Procedure(rules.key)
    # Beside penalties no kind has a class of its own: counted as ordinary acts until its own field says otherwise.
    seriousness = record.seriousness if record.kind == "penalty" else "general"
    if kept := _never_early(record, way):
        return not_applicable(Verdict.NOT_REPAIRABLE, kept[0], f"{kept[1]}的处罚，公示期满以前不得停止公示。", way)
    if rules.from_publication and record.public_from is None:
        why = "公示期自公示之日起算，本条还没有公示。"
        return not_applicable(Verdict.NOT_PUBLIC, _clause(rules.key, seriousness), why, way)
    if record.state == Record.State.INTERNAL:
        why = f"{record.get_internal_reason_display() or '内部留存'}，没有公示，不需要申请修复。"
        return not_applicable(Verdict.NOT_PUBLIC, _clause(rules.key, seriousness), why, way)
    start = record.public_from if rules.from_publication and record.public_from else record.decided_on
    found = by_period(
        rules, procedure=way, clause=_clause(rules.key, seriousness, record.field), seriousness=seriousness, field=record.field,
        start=start, given=given, on=on, until=record.public_until,
    )  # fmt: skip
    if record.state == Record.State.ENDED and found.verdict != Verdict.ENDED:
        return not_applicable(Verdict.ENDED, found.clause, "已经停止公示，不需要申请修复。", way)
    return found


def _never_early(record: Record, procedure: Procedure) -> tuple[str, str] | None:
    """(clause, kinds) of a penalty that its own rules do not let go early."""
    if procedure != Procedure.SAMR45 or record.kind != "penalty":
        return None
    found = find(["repair.never_early_market"], record.decided_on).get("repair.never_early_market")
    known, _ = penalty_kinds(record.version.content.get("CF_CFLB", ""))
    kinds = [one for one in known if found is not None and one in found.value]
    return (found.clause, "、".join(kinds)) if found is not None and kinds else None


def _order(decided_on: date) -> Procedure:
    rules = PeriodBook().rules_for(decided_on, "")
    return Procedure(rules.key) if rules else Procedure.ORDER58


def _clause(key: str, seriousness: str, field: str = "") -> str:
    """Where the period of the class comes from."""
    rule_set = RuleSet.objects.filter(key=key).order_by("-since").first()
    if rule_set is None:
        return key
    rows = {row.field: row.clause for row in rule_set.periods.filter(seriousness=seriousness)}
    return rows.get(field) or rows.get("") or rule_set.clause
