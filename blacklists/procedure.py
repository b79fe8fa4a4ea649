"""名单程序: everything that lists ask of the rules in force: who decides, days, periods, behaviours, grading. The one door.

The values below are those of national law; where it sets none they are this platform's own and named in `own`. Source:
国办发〔2020〕49号; 国家发展改革委令第36号; D2–D5.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Department
from credit_platform.workdays import Calendar
from rules.clocks import rule_for

from .grading import Escalation, Grade, GroundRule, Rules

BODY, CONSULTATION, CONFERENCE, LEADING_GROUP, GOVERNMENT = (
    "body", "consultation", "conference", "leading_group", "government",
)  # fmt: skip
DECIDERS = {
    BODY: "认定部门",
    CONSULTATION: "认定部门商有关部门",
    CONFERENCE: "联席会议",
    LEADING_GROUP: "领导小组",
    GOVERNMENT: "本级人民政府",
}
# Decided by the department itself; what others decide the office brings about.
BY_DEPARTMENT = frozenset({BODY})
CASE, STATEMENT = "list_notice", "statement"  # of rules.ClockRule


@dataclass(frozen=True)
class Behaviour:
    """行为清单的一项. `version`: of the list that it stands in."""

    key: str
    title: str
    field: str
    basis: str
    version: str


@dataclass(frozen=True)
class Procedure:
    """列入和认定程序 in force on a day. Months and days as the texts count them."""

    decider: str
    red_decider: str
    red_notice_days: int
    red_notice_working: bool
    red_months: int
    shortest_months: int
    longest_months: int
    announcement_days: int
    grading: Rules
    behaviours: Mapping[str, Behaviour]
    fine_some: Decimal | None = None
    fine_large: Decimal | None = None
    clauses: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()  # values that no text sets
    letters: Mapping[str, str] = field(default_factory=dict)

    def clause(self, name: str) -> str:
        """Where the value comes from."""
        return self.clauses.get(name, "本平台默认：法规未规定")

    def red_notice_ends(self, start: date, calendar: Calendar) -> date:
        """Last day of the public notice that begins on `start`."""
        if self.red_notice_working:
            return calendar.add(start, self.red_notice_days).date
        return start + timedelta(days=self.red_notice_days)


def statement_days(on: date) -> str:
    """陈述申辩的期限 in words."""
    rule = rule_for(CASE, STATEMENT, on)
    return f"{rule.calendar_days}日" if rule.calendar_days else f"{rule.working_days}个工作日"


def procedure(on: date, department: Department | None = None) -> Procedure:
    """The procedure in force on the day; `department`: with what it filed of its own."""
    return national()


HUA = "滑县诚信建设措施（2017年10月30日起施行）"
_MINOR, _FAIRLY, _SERIOUS, _CONTROL = (
    f"{HUA}二（一）2轻微", f"{HUA}二（一）2较重", f"{HUA}二（一）2严重", f"{HUA}二（一）3",
)  # fmt: skip
_GROUNDS = (
    GroundRule("warning", "受到警告处罚", Grade.MINOR, _MINOR),
    GroundRule("inspection_missed", "未参加或未通过专项检查、定期检验、审核", Grade.MINOR, _MINOR),
    GroundRule("filing_late", "未及时办理备案、公示、变更、注销、撤销等", Grade.MINOR, _MINOR),
    GroundRule("standard_not_applied", "未按要求实施相关标准、规范、措施等", Grade.MINOR, _MINOR),
    GroundRule("duty_light", "未承担法定或约定的责任义务，程度较轻且无主观恶意", Grade.MINOR, _MINOR),
    GroundRule("minor_other", "其他应列为轻微失信的情况", Grade.MINOR, _MINOR),
    GroundRule("fine_some_amount", "受到罚款、没收一定数额的处罚", Grade.FAIRLY, _FAIRLY),
    GroundRule("qualification_breach", "违反资质、资格管理规定", Grade.FAIRLY, _FAIRLY),
    GroundRule("duty_evaded_some_effect", "逃避法定或约定的责任义务，产生一定社会影响", Grade.FAIRLY, _FAIRLY),
    GroundRule("false_materials", "提供虚假材料或者转移、隐匿证据", Grade.FAIRLY, _FAIRLY),
    GroundRule("fairly_other", "其他应列为较重失信的情况", Grade.FAIRLY, _FAIRLY),
    GroundRule("fine_large", "受到罚款、没收数额较大的处罚", Grade.SERIOUS, _SERIOUS),
    GroundRule(
        "closure_or_licence_suspended_or_revoked", "受到责令停产停业，或者暂扣、吊销许可、执照", Grade.SERIOUS, _SERIOUS
    ),
    GroundRule("duty_evaded_large", "逃避责任义务，数额较大或时间较长，影响恶劣", Grade.SERIOUS, _SERIOUS),
    GroundRule(
        "illegal_fundraising_or_fakes_or_accident", "非法集资、虚假广告、制售假冒伪劣、重大污染或安全责任事故",
        Grade.SERIOUS, _SERIOUS,
    ),
    GroundRule("serious_other", "其他应列为严重失信的情况", Grade.SERIOUS, _SERIOUS),
    GroundRule("controller_detained", "因生产、经营、服务行为被处以行政拘留", Grade.SERIOUS, _CONTROL, True),
    GroundRule("controller_bankruptcy", "对企业破产负有个人责任，清算完结未满三年", Grade.SERIOUS, _CONTROL, True),
    GroundRule("controller_revoked", "对企业被吊销执照负有个人责任，未满三年", Grade.SERIOUS, _CONTROL, True),
    GroundRule("controller_banned", "被处以行业禁入，或期满未满三年", Grade.SERIOUS, _CONTROL, True),
    GroundRule("controller_debt", "个人大额债务到期未清偿，或被认定偷逃税费", Grade.SERIOUS, _CONTROL, True),
    GroundRule("controller_exit_ban", "因企业未执结的债务被法院限制出境", Grade.SERIOUS, _CONTROL, True),
    GroundRule("controller_other", "其他应列为严重失信的情况", Grade.SERIOUS, _CONTROL, True),
)  # fmt: skip
_ESCALATIONS = (
    Escalation(Grade.MINOR, 3, Grade.FAIRLY, f"{_FAIRLY}：一年内有3次（含）以上轻微失信行为"),
    Escalation(Grade.FAIRLY, 3, Grade.SERIOUS, f"{_SERIOUS}：一年内有3次（含）以上较重失信行为"),
)
_BASIS = "国办发〔2020〕49号"
_BEHAVIOURS = (
    Behaviour("health_safety", "严重危害人民群众身体健康和生命安全", "健康与生命安全", _BASIS, "国办发〔2020〕49号"),
    Behaviour("market_order", "严重破坏市场公平竞争秩序和社会正常秩序", "市场与社会秩序", _BASIS, "国办发〔2020〕49号"),
    Behaviour(
        "refused_duty",
        "拒不履行法定义务，严重影响司法机关、行政机关公信力",
        "司法与行政公信",
        _BASIS,
        "国办发〔2020〕49号",
    ),
    Behaviour("defence", "拒不履行国防义务", "国防义务", _BASIS, "国办发〔2020〕49号"),
)


def national() -> Procedure:
    """全国: the law in force, with this platform's own values where it sets none."""
    return Procedure(
        decider=BODY,
        red_decider=GOVERNMENT,
        red_notice_days=7,
        red_notice_working=False,
        red_months=12,
        shortest_months=12,
        longest_months=36,
        announcement_days=30,
        grading=Rules({rule.key: rule for rule in _GROUNDS}, _ESCALATIONS),
        behaviours={one.key: one for one in _BEHAVIOURS},
        clauses={
            "decider": "国办发〔2020〕49号：认定部门依法依规认定",
            "shortest_months": "国家发展改革委令第36号：严重失信最短1年",
            "longest_months": "国家发展改革委令第36号：严重失信最长3年",
            "red_notice_days": f"本平台默认：参照{HUA}一（一）一周",
            "red_decider": f"本平台默认：参照{HUA}一（一）报县政府研究",
            "red_months": "本平台默认：一年；法规由认定机关确定",
            "grading": f"本平台默认：参照{HUA}二（一）",
            "announcement_days": "本平台默认：移出公告公示30日",
        },
        own=frozenset({"red_notice_days", "red_decider", "red_months", "grading", "announcement_days"}),
        letters={"notice": "拟列告", "decision": "列决", "removal": "移通", "drop": "不列通", "red": "红名单"},
    )
