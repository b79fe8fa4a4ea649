"""工作台导航: every door of the staff's menu, in groups; declared here and nowhere else.

Whom a door is shown to is what its view declares (credit_platform/declaring.py): nobody sees a door that answers 403, and a
role that a view lets in needs no second word here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.urls import resolve, reverse


@dataclass(frozen=True)
class Door:
    """One line of the menu. `inside`: names of the pages that lie behind it, by their beginnings."""

    view: str
    title: str
    inside: tuple[str, ...] = ()

    def leads_to(self, here: str) -> str:
        """aria-current of the door for whoever is at `here`; empty: elsewhere."""
        if here == self.view:
            return "page"
        return "true" if any(here.startswith(name) for name in self.inside) else ""


@dataclass(frozen=True)
class Group:
    """Doors under one heading; without a heading they stand alone."""

    title: str
    doors: tuple[Door, ...]


MENU = (
    Group("", (Door("workbench:home", "今日工作"),)),
    Group(
        "报送",
        (
            Door("workbench:upload", "报送文件"),
            Door("workbench:kinds", "手工填报与模板", ("workbench:type",)),
            Door("workbench:submissions", "报送批次", ("workbench:submission",)),
            Door("workbench:rejected", "退回的行"),
            Door("workbench:deliveries", "登记推送", ("workbench:delivery_rules",)),
            Door("workbench:catalogues", "信息目录", ("workbench:catalogue",)),
            Door("workbench:own_liaisons", "本部门联络员"),
        ),
    ),
    Group(
        "审核",
        (
            Door("workbench:review", "待审核"),
            Door("workbench:proposals", "更正与撤下", ("workbench:proposal",)),
            Door("workbench:escalated", "到期与暂不公开"),
            Door("workbench:overrides", "代码核准", ("workbench:override",)),
            Door("workbench:records", "查记录", ("workbench:record", "workbench:correct", "workbench:withdraw")),
        ),
    ),
    Group(
        "监督",
        (
            Door("workbench:overdue", "逾期看板", ("workbench:overdue_rows",)),
            Door("workbench:owing", "应报的表"),
            Door("supervision:own_rates", "本部门三率", ("supervision:rows",)),
            Door("supervision:overview", "三率总览", ("supervision:rows",)),
            Door("supervision:returns", "双公示月报", ("supervision:return",)),
            Door("supervision:sheets", "统计表", ("supervision:sheet", "supervision:summary")),
            Door(
                "supervision:reconciliations",
                "比对",
                ("supervision:reconcil", "supervision:finding", "supervision:paper"),
            ),
            Door("supervision:orders", "整改通知", ("supervision:order", "supervision:escalation")),
            Door("supervision:scorecards", "年度考核", ("supervision:scorecard",)),
            Door("supervision:tasks", "任务日历", ("supervision:task",)),
            Door("supervision:typical_cases", "案例报送情况"),
            Door("supervision:own_effect", "本部门奖惩成效"),
            Door("supervision:effect", "奖惩成效"),
            Door(
                "exchange:index",
                "信息转送",
                ("exchange:d", "exchange:parcel", "exchange:change", "exchange:add", "exchange:propose"),
            ),
            Door("exchange:re_users", "数据使用单位", ("exchange:re_user",)),
        ),
    ),
    Group(
        "红黑名单",
        (
            Door(
                "lists:worklist",
                "黑名单",
                ("lists:propose", "lists:entry", "lists:step", "lists:letter"),
            ),
            Door("lists:red", "红名单", ("lists:nominat", "lists:campaign")),
            Door("lists:leads", "名单线索", ("lists:lead",)),
            Door("lists:list_files", "外来名单", ("lists:list_",)),
            Door("lists:candidates", "名单线索", ("lists:offer",)),
            Door("lists:acts", "失信行为报告"),
            Door("lists:grades", "分级意见", ("lists:grade",)),
        ),
    ),
    Group(
        "联合奖惩",
        (
            Door("joint:tasks", "措施任务", ("joint:measure",)),
            Door("joint:actions", "联合奖惩", ("joint:action", "joint:plan")),
            Door("joint:verifications", "核实", ("joint:verification",)),
            Door("joint:minor_cases", "轻微失信处置", ("joint:minor", "joint:interview")),
            Door("joint:disclosures", "适当范围公示", ("joint:disclos",)),
            Door("joint:cases", "典型案例", ("joint:case",)),
            Door("joint:told", "告知本单位的惩戒"),
        ),
    ),
    Group(
        "信用核查",
        (
            Door("checks:ask", "信用核查", ("checks:batch",)),
            Door("checks:receipts", "核查回执", ("checks:receipt",)),
            Door("checks:matters", "查询事项目录"),
            Door("checks:unasked", "应查未查"),
            Door("checks:classes", "分类监管"),
            Door("checks:authorisations", "查询授权"),
            Door("checks:list_notices", "名单变动"),
            Door("checks:list_receipts", "名单变动签收"),
            Door("credit_reports:issued", "窗口信用报告", ("credit_reports:",)),
        ),
    ),
    Group(
        "异议投诉",
        (
            Door("disputes:cases", "异议和投诉", ("disputes:one", "disputes:counter")),
            Door("disputes:proceedings", "复议诉讼", ("disputes:proceeding",)),
        ),
    ),
    Group(
        "举报",
        (
            Door("dishonesty:reports", "失信举报", ("dishonesty:one", "dishonesty:reporter")),
            Door("dishonesty:new", "登记举报"),
        ),
    ),
    Group(
        "承诺与绿色通道",
        (
            Door("commitments:commitments", "信用承诺", ("commitments:commitment",)),
            Door("commitments:templates", "承诺书模板", ("commitments:template",)),
            Door("commitments:late_papers", "容缺受理", ("commitments:late_paper",)),
            Door("commitments:matters", "材料清单", ("commitments:matter",)),
        ),
    ),
    Group(
        "权益保障",
        (Door("repairs:cases", "信用修复", ("repairs:",)),),
    ),
    Group(
        "政策与公告",
        (Door("articles:articles", "政策文件与公告", ("articles:",)),),
    ),
    Group(
        "主体与名录",
        (
            Door("workbench:subjects", "主体档案", ("workbench:subject",)),
            Door("workbench:claims", "认领", ("workbench:claim",)),
            Door("workbench:counter", "窗口开户", ("workbench:representative",)),
            Door("workbench:tree", "部门树", ("workbench:ties",)),
            Door("workbench:liaisons", "联络员"),
            Door("workbench:applications", "账号申请", ("workbench:application",)),
            Door("workbench:institutions", "信用服务机构", ("workbench:institution",)),
        ),
    ),
    Group(
        "审计",
        (
            Door("workbench:audit", "人员行为", ("workbench:audit",)),
            Door("workbench:acts", "行为台账", ("workbench:act_detail",)),
            Door("workbench:looks", "查阅日志"),
        ),
    ),
    Group(
        "管理",
        (
            Door("accounts:departments", "部门", ("accounts:department",)),
            Door("accounts:officers", "人员", ("accounts:officer",)),
            Door("accounts:applications", "待开设账号", ("accounts:application",)),
            Door("accounts:tokens", "系统令牌", ("accounts:token",)),
            Door("accounts:lockouts", "登录锁定"),
            Door("workbench:calendars", "工作日历", ("workbench:calendar",)),
            Door("workbench:jurisdictions", "规则包", ("workbench:jurisdiction", "workbench:rule_")),
            Door("workbench:list_revisions", "清单修订"),
            Door("workbench:department_rules", "部门规则"),
            Door("supervision:security", "安全台账", ("supervision:security",)),
            Door("workbench:freeze", "冻结公示"),
        ),
    ),
    Group("", (Door("accounts:me", "我的账号", ("accounts:password",)),)),
)


@cache
def admitted(view: str) -> frozenset[str]:
    """Roles that the view lets in, as it says itself."""
    return frozenset(resolve(reverse(view)).func.allowed_roles)  # type: ignore[attr-defined]


def menu_of(roles: Collection[str], here: str) -> list[tuple[str, list[tuple[Door, str, str]]]]:
    """(heading, [(door, address, aria-current)]) for whoever holds `roles`; pages for every officer are always in it."""
    everybody = admitted("workbench:home")
    shown = []
    for group in MENU:
        doors = [door for door in group.doors if admitted(door.view) == everybody or admitted(door.view) & set(roles)]
        if doors:
            shown.append((group.title, [(door, reverse(door.view), door.leads_to(here)) for door in doors]))
    return shown
