"""规则目录: every key that a pack, a department's rule or a change may set, with its title and type. Pure. Source: K.

A key that is not here is refused at load: a misspelt rule must not be a silent one.
"""

from dataclasses import dataclass
from typing import Any

from .letter_rules import letter_fault

BODIES = ("body", "consultation", "conference", "leading_group", "government")
BODY_TITLES = {
    "body": "认定部门",
    "consultation": "信用办会同发起部门商定",
    "conference": "联席会议",
    "leading_group": "领导小组",
    "government": "本级政府",
}


@dataclass(frozen=True)
class Key:
    """One rule. `kind`: days, months, number, amount (万元), flag, text, texts, choice, table, tables; letter
    (`choices`: its kind).
    """

    title: str
    kind: str
    choices: tuple[str, ...] = ()
    department: bool = False  # a department may file its own
    shape: dict[str, Any] | None = None  # of each table: name → type, or a shape again in a list
    lengths: tuple[str, ...] = ()  # of a table: exactly one of these names, a number of days

    def fault(self, value: Any) -> str:
        """Why the value cannot be; empty where it can."""
        if self.kind in ("days", "months", "number"):
            fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1_200
            return "" if fits else "应为0到1200的整数"
        if self.kind == "amount":
            fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 10_000_000
            return "" if fits else "应为大于0的金额（万元）"
        if self.kind == "choice":
            titles = "、".join(f"{one}（{BODY_TITLES[one]}）" if one in BODY_TITLES else one for one in self.choices)
            return "" if value in self.choices else f"只能是：{titles}"
        if self.kind == "letter":
            return letter_fault(self.choices[0], value)
        fits = {
            "flag": isinstance(value, bool),
            "text": isinstance(value, str) and bool(value) and len(value) <= 500,
            "texts": isinstance(value, list) and all(isinstance(one, str) for one in value),
            "table": isinstance(value, dict),
            "tables": isinstance(value, list) and all(isinstance(one, dict) for one in value),
        }[self.kind]
        wanted = {
            "flag": "true 或 false",
            "text": "一段文字",
            "texts": "一组文字",
            "table": "一个表",
            "tables": "一组表",
        }
        if not fits:
            return f"应为{wanted[self.kind]}"
        if self.lengths:
            return _length(value, self.lengths)
        tables = value if self.kind == "tables" else [value] if self.kind == "table" else []
        return next(filter(None, (_misshapen(table, self.shape) for table in tables)), "") if self.shape else ""


def _length(table: dict[str, Any], names: tuple[str, ...]) -> str:
    said = [table[name] for name in names if name in table]
    fits = len(said) == 1 and isinstance(said[0], int) and not isinstance(said[0], bool) and 1 <= said[0] <= 366
    return "" if fits else f"应有 {'、'.join(names)} 之一，为1到366的整数"


def _misshapen(table: Any, shape: dict[str, Any]) -> str:
    """What a table that code reads lacks or says in another form; further names are allowed."""
    if not isinstance(table, dict):
        return "应为一个表"
    for name, wanted in shape.items():
        if name not in table:
            return f"缺少 {name}"
        said = table[name]
        if isinstance(wanted, tuple) and said not in wanted:
            return f"{name} 只能是：{'、'.join(wanted)}"
        if wanted is int and (not isinstance(said, int) or isinstance(said, bool) or not 1 <= said <= 1_200):
            return f"{name} 应为1到1200的整数"
        if wanted == "text" and not (isinstance(said, str) and said):
            return f"{name} 应为一段文字"
        if wanted is str and not (isinstance(said, list) and all(isinstance(one, str) and one for one in said)):
            return f"{name} 应为一组文字"
        if isinstance(wanted, dict):
            if not isinstance(said, list) or not said:
                return f"{name} 应为一组表"
            if fault := next(filter(None, (_misshapen(one, wanted) for one in said)), ""):
                return f"{name}：{fault}"
    return ""


GRADES = ("轻微", "较重", "严重")

KEYS: dict[str, Key] = {
    # names
    "names.office": Key("信用工作机构", "text"),
    "names.lead": Key("领导机构", "text"),
    "names.site": Key("信用网站", "text"),
    "names.platform": Key("公共信用信息平台", "text"),
    "names.upper": Key("上级平台", "texts"),
    "names.bodies": Key("责任单位", "texts"),
    "names.supervisor": Key("督查机构", "text"),
    "names.system_functions": Key("联合奖惩系统的功能", "texts"),
    # what the clock and the intake ask for
    "release.grace_days": Key("到达与自动公示之间的最短间隔（工作日）", "days"),
    "stock.months": Key("存量信息公示范围（月）", "months"),
    "stock.valid_only": Key("只报送有效期内数据的存量类别", "texts"),
    "reuse.acknowledge_days": Key("数据使用单位确认撤下的时限（工作日）", "days"),
    "reuse.application_days": Key("数据使用登记申请无人核对登记的失效期限（日）", "days"),
    "report.special_months": Key("专项信用报告最长可查的期间（月）", "months"),
    "hide.confirm_days": Key("紧急下线的确认时限（工作日）", "days"),
    "delivery.acknowledge_days": Key("登记推送的签收时限（工作日）", "days"),
    "lists.revision_months": Key("两个清单的修订间隔（月）", "months"),
    "lists.fields": Key("清单应载明的项目", "texts"),
    "lists.first": Key("率先建立清单的领域", "texts"),
    "lists.revision": Key("两个清单的修订", "text"),
    # publication
    "publish.natural_persons": Key("自然人信息", "choice", ("not_public", "public", "practitioners_public")),
    "publish.exceptions": Key("不予公开的情形", "texts"),
    "publish.channels": Key("公示渠道", "texts"),
    "publish.columns": Key("网站专栏", "texts"),
    "publish.debtors": Key("失信被执行人名单公示", "text"),
    "publish.major_cases": Key("重大处罚案件的公布与推送", "table"),
    "records.kinds": Key("归集的信息类别", "texts"),
    "records.fields": Key("归集的重点领域", "texts"),
    "records.persons_charged": Key("记入个人记录的人员", "texts"),
    "records.occupations": Key("建立职业信用记录的人员", "texts"),
    "records.intermediaries": Key("分类管理的中介机构", "texts"),
    "records.subjects": Key("信用主体范围", "texts"),
    "catalogue.fields": Key("联合奖惩目录的项目", "texts"),
    # red list
    "red_list.sources": Key("守信典型的来源", "texts"),
    "red_list.nomination": Key("红名单提名", "text"),
    "red_list.fields": Key("选树典型的重点领域", "texts"),
    "red_list.notice": Key("红名单公示", "table", lengths=("calendar_days", "working_days")),
    "red_list.decided_by": Key("红名单决定机关", "choice", BODIES),
    "red_list.announced_by": Key("红名单发文确认", "text"),
    "red_list.every_months": Key("红名单发布间隔（月）", "months"),
    "red_list.valid_months": Key("红名单有效期（月）", "months", department=True),
    "red_list.honours": Key("评选的荣誉", "texts"),
    "red_list.withdrawal": Key("红名单取消及其后果", "texts"),
    "red_list.cross_check": Key("列入前比对不良记录", "flag"),
    "red_list.open": Key("认定全过程公开", "flag"),
    # black list
    "black_list.basis": Key("列入依据的层级", "texts"),
    "black_list.fields": Key("可以设列的领域", "texts"),
    "black_list.grounds": Key("黑名单列入情形", "texts"),
    "black_list.decided_by": Key("黑名单决定机关", "choice", BODIES),
    "black_list.prior_notice": Key("列入前书面告知", "flag"),
    "black_list.decision_contents": Key("列入决定书应载明", "texts"),
    "black_list.announcement_days": Key("移出公告的天数（日）", "days"),
    "black_list.comment_days": Key("列入标准征求意见（日）", "days"),
    "black_list.reported_to": Key("黑名单报送", "texts"),
    "black_list.channels": Key("黑名单公布渠道", "texts"),
    "black_list.databases": Key("黑名单数据库", "texts"),
    "black_list.kinds": Key("文件写明的名单", "texts"),
    "black_list.exchanged": Key("交换发布的名单", "texts"),
    "outside.candidates_from": Key("可以提供名单线索的社会机构", "texts"),
    # remedies against a decision
    "remedies.review_days": Key("申请行政复议的期限（日）", "number"),
    "remedies.suit_months": Key("提起行政诉讼的期限（月）", "months"),
    # letters
    "letters.notice": Key("文书格式：拟列入告知书", "letter", ("notice",)),
    "letters.decision": Key("文书格式：列入决定书", "letter", ("decision",)),
    "letters.drop": Key("文书格式：不予列入通知书", "letter", ("drop",)),
    "letters.removal": Key("文书格式：移出通知书", "letter", ("removal",)),
    "letters.red": Key("文书格式：守信红名单发文", "letter", ("red",)),
    "letters.red_notice": Key("文书格式：拟取消称号告知书", "letter", ("red_notice",)),
    "letters.red_off": Key("文书格式：取消称号决定书", "letter", ("red_off",)),
    "letters.red_kept": Key("文书格式：不予取消称号通知书", "letter", ("red_kept",)),
    "letters.reminder": Key("文书格式：信用提醒函", "letter", ("reminder",)),
    "letters.interview": Key("文书格式：诚信约谈通知书", "letter", ("interview",)),
    "letters.urging": Key("文书格式：督促整改通知书", "letter", ("urging",)),
    "letters.repair_accept": Key("文书格式：信用修复受理通知书", "letter", ("repair_accept",)),
    "letters.repair_refuse": Key("文书格式：信用修复不予受理通知书", "letter", ("repair_refuse",)),
    "letters.repair_permit": Key("文书格式：同意信用修复的回复", "letter", ("repair_permit",)),
    "letters.repair_grant": Key("文书格式：准予信用修复决定书", "letter", ("repair_grant",)),
    "letters.repair_mask": Key("文书格式：暂时屏蔽失信信息决定书", "letter", ("repair_mask",)),
    "letters.repair_reject": Key("文书格式：不予信用修复决定书", "letter", ("repair_reject",)),
    "letters.repair_end": Key("文书格式：信用修复终止办理通知书", "letter", ("repair_end",)),
    "letters.repair_revoke": Key("文书格式：撤销信用修复决定书", "letter", ("repair_revoke",)),
    "letters.objection_reply": Key("文书格式：异议、投诉答复书", "letter", ("objection_reply",)),
    "letters.objection_declined": Key("文书格式：异议、投诉不予受理通知书", "letter", ("objection_declined",)),
    "letters.objection_review": Key("文书格式：异议、投诉复核决定书", "letter", ("objection_review",)),
    "letters.objection_restored": Key("文书格式：信息更正告知书", "letter", ("objection_restored",)),
    # grading
    "grading.classes": Key("失信程度及认定情形", "tables", shape={"grade": GRADES, "grounds": str}),
    "grading.publication_classes": Key("公示期限所用的失信程度", "texts"),
    "grading.escalation": Key(
        "累次升级", "table", shape={"times": int, "within_months": int, "steps": {"from": GRADES, "to": GRADES}}
    ),
    "grading.controllers": Key("企业负责人的失信情形", "texts"),
    "grading.fine_some": Key("罚没“一定数额”（万元及以上）", "amount", department=True),
    "grading.fine_large": Key("罚没“数额较大”（万元及以上）", "amount", department=True),
    "grading.ignored": Key("提醒、约谈后不改的处理", "text"),
    "grading.steps": Key("认定步骤", "texts"),
    "grading.objects": Key("惩戒对象", "texts"),
    # joint action
    "joint.decided_by": Key("联合惩戒决定机关", "choice", BODIES),
    "joint.decision": Key("联合奖惩的决定方式", "text"),
    "joint.organiser": Key("组织协调机构", "text"),
    "joint.initiators": Key("首批发起部门", "texts"),
    "joint.duty_table": Key("责任分工", "tables", shape={"matter": "text", "lead": str}),
    "joint.also_applies_to": Key("同样适用的文件", "texts"),
    "joint.conference": Key("联席会议分工", "tables"),
    "joint.areas": Key("惩戒适用的事项", "texts"),
    # repair, objection, verification
    "repair.decided_by": Key("修复决定机关", "choice", BODIES, department=True),
    "repair.materials": Key("修复申请材料", "texts", department=True),
    "repair.conditions": Key("修复条件", "texts", department=True),
    "repair.steps": Key("修复程序", "texts", department=True),
    "repair.accept_days": Key("修复受理时限（工作日）", "days"),
    "repair.result_days": Key("修复结果时限（工作日）", "days"),
    "repair.publish_days": Key("修复结果公示时限（工作日）", "days"),
    "repair.forward_days": Key("修复结果推送时限（工作日）", "days"),
    "repair.rectification_months": Key("整改期限不少于（月）", "months", department=True),
    "repair.free": Key("修复不收费", "flag"),
    "repair.single_window": Key("修复申请入口", "text"),
    "repair.no_new_acts": Key("申请至验收期间无新失信行为", "flag"),
    "repair.within_period": Key("规定期限内纠正的不再惩戒", "flag"),
    "repair.public_service": Key("个人可通过公益服务修复", "flag"),
    "repair.minors_protected": Key("未成年人轻微失信改正后保护", "flag"),
    "repair.redetermined": Key("修复后重新确定名单与措施", "flag"),
    "repair.never_early_market": Key("市场监管领域不得提前停止公示的处罚", "texts"),
    "repair.barred_months": Key("弄虚作假后不得申请修复（月）", "months"),
    "repair.conditions_by_department": Key("各部门自定修复条件和程序", "text"),
    "objection.addressee": Key("异议受理单位", "choice", ("site_or_body", "reporting_body", "deciding_body_first")),
    "objection.written": Key("书面异议、书面答复", "flag"),
    "objection.reasons": Key("答复须说明理由", "flag"),
    "objection.rights_notice": Key("披露时提示权利", "flag"),
    "objection.restore": Key("有误的恢复信誉、消除影响", "flag"),
    "objection.remedies": Key("救济途径", "texts"),
    "verification.suspends": Key("核实期间暂不执行惩戒", "flag"),
    "verification.triggers": Key("启动核实的情形", "texts"),
    "measures.fairly_longest_months": Key("较重失信惩戒的最长期限（月）", "months"),
    "measures.key_inspection": Key("意味着列为重点检查的措施（清单编号）", "texts"),
    "measures.named_audience": Key("意味着适当范围公示的措施（清单编号）", "texts"),
    "measures.period_set_by": Key("惩戒期限由谁明确", "text", department=True),
    # green channel, checks, commitments
    "green.clean_years": Key("绿色通道：连续无不良记录（年）", "number"),
    "green.models": Key("绿色通道：诚信典型可享受", "flag"),
    "green.strength": Key("绿色通道：用语", "choice", ("may", "as_fits", "shall")),
    "green.late_papers": Key("容缺受理", "flag"),
    "green.services": Key("绿色通道服务", "texts"),
    "green.priority": Key("优先的公共服务", "texts"),
    "green.lead": Key("绿色通道牵头部门", "text"),
    "check.matters": Key("应查必查的事项", "texts"),
    "check.catalogue": Key("查询事项目录", "text"),
    "check.filed": Key("查询结果打印存档", "flag"),
    "check.sources": Key("查询的平台", "texts"),
    "commitment.contents": Key("信用承诺的内容", "texts"),
    "commitment.when": Key("信用承诺的环节", "texts"),
    "commitment.form": Key("信用承诺的形式", "text"),
    "rating.used_in": Key("使用综合信用等级的事项", "texts"),
    "supervision.used_in": Key("信用分类监管的领域", "texts"),
    # reports, assessment, security
    "report.secrecy": Key("举报人信息保密", "flag"),
    "report.reward": Key("举报奖励", "flag"),
    "report.window": Key("失信投诉举报窗口", "text"),
    "report.transfer": Key("举报转交", "text"),
    "assessment.yearly": Key("年度考核", "text"),
    "assessment.consequences": Key("工作不力的处理", "texts"),
    "assessment.sources_compared": Key("比对的来源", "texts"),
    "assessment.responsibility": Key("责任追究", "texts"),
    "security.measures": Key("信息安全措施", "texts"),
}  # fmt: skip

DUTY = Key("报送公示义务", "table")
TASK = Key("定期任务", "table")
FAMILIES = {"duty.": DUTY, "task.": TASK}


def key_of(name: str) -> Key | None:
    """The declared key, or that of its family; None: there is none."""
    if name in KEYS:
        return KEYS[name]
    return next((key for prefix, key in FAMILIES.items() if name.startswith(prefix)), None)
