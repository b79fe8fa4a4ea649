"""分级规则 out of a pack's tables: its grounds under stable keys, its escalation. Pure. Source: D4; Hua 二(一)2–3.

A pack writes grounds in its own words; what is derived from records and reported needs a key that outlives a change of
words. A ground whose words are not known here gets a key of its own, by its grade and place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .grading import Escalation, Grade, GroundRule, Rules

GRADES = {"轻微": Grade.MINOR, "较重": Grade.FAIRLY, "严重": Grade.SERIOUS}
OTHER = "法律、法规、规章规定的其他情况"
ADDED_UP = "一年内"  # a ground that only counts others: the escalation says it
KNOWN = {
    "受到警告处罚": "warning",
    "未参加或未通过专项检查、定期检验、审核": "inspection_missed",
    "未及时办理备案、公示、变更、注销、撤销等": "filing_late",
    "未按要求实施标准、规范、措施": "standard_not_applied",
    "未承担法定责任义务或未履行合同约定，程度较轻且无主观恶意": "duty_light",
    "罚款或者没收达到一定数额": "fine_some_amount",
    "违反资质、资格管理规定从事生产、经营或者服务": "qualification_breach",
    "逃避法定或合同义务，产生一定社会影响": "duty_evaded_some_effect",
    "在审批、资金申报、公证、评比中提供虚假材料或者转移、隐匿证据": "false_materials",
    "罚款或者没收数额较大": "fine_large",
    "责令停产停业，暂扣、吊销许可或者执照": "closure_or_licence_suspended_or_revoked",
    "逃避法定或合同义务，数额较大或时间较长，产生恶劣社会影响": "duty_evaded_large",
    "非法集资、虚假广告、制售假冒伪劣，或有重大环境污染、安全生产责任事故": "illegal_fundraising_or_fakes_or_accident",
    "任职期间因生产、经营或者服务被行政拘留": "controller_detained",
    "担任破产清算企业负责人并负个人责任，完结未满三年": "controller_bankruptcy",
    "担任被吊销执照企业负责人并负个人责任，吊销未满三年": "controller_revoked",
    "被行业禁入或期满未满三年": "controller_banned",
    "个人大额债务到期未清偿或偷逃税费": "controller_debt",
    "企业债务未执结，被人民法院限制出境": "controller_exit_ban",
}
IGNORED = "ignored"
NOTHING = Rules({}, ())


def rules_from(
    classes: Sequence[Mapping[str, Any]],
    controllers: Sequence[str],
    escalation: Mapping[str, Any] | None,
    clauses: Mapping[str, str],
) -> Rules:
    """`classes`: [{"grade", "grounds"}]; `escalation`: {"times", "within_months", "steps": [{"from", "to"}]} or None."""
    grounds: dict[str, GroundRule] = {}
    for line in classes:
        grade = GRADES[line["grade"]]
        for place, title in enumerate(line["grounds"], start=1):
            if not title.startswith(ADDED_UP):
                key = KNOWN.get(title) or f"{grade.key}_{'other' if title == OTHER else place}"
                grounds[key] = GroundRule(key, title, grade, f"{clauses['classes']}{line['grade']}")
    for place, title in enumerate(controllers, start=1):
        key = KNOWN.get(title) or f"controller_{'other' if title == OTHER else place}"
        grounds[key] = GroundRule(key, title, Grade.SERIOUS, clauses["controllers"], controllers=True)
    return Rules(grounds, _steps(escalation, clauses["escalation"]) if escalation else ())


def with_ignored(rules: Rules, clause: str) -> Rules:
    """经督促仍不履行: where the text raises a minor act that was ignored, that is a ground of the next grade. Source: Hua 二(四)1."""
    ground = GroundRule(IGNORED, "轻微失信经提醒、约谈，督促后仍不履行", Grade.FAIRLY, clause)
    return Rules({**rules.grounds, IGNORED: ground}, rules.escalations)


def _steps(escalation: Mapping[str, Any], clause: str) -> tuple[Escalation, ...]:
    times, months = escalation["times"], escalation["within_months"]
    return tuple(
        Escalation(
            GRADES[step["from"]], times, GRADES[step["to"]],
            f"{clause}：{months}个月内有{times}次（含）以上{step['from']}失信行为，为{step['to']}失信行为", months,
        )
        for step in escalation["steps"]
    )  # fmt: skip
