"""Invented typical cases (虚构典型案例) for the demo: published, waiting, sent back, one handed upward; by the ordinary use cases."""

from datetime import date, timedelta

from accounts.models import Role
from blacklists.inventing import above, by
from credit_platform.commands import Refused, rehearsal

from . import handing_up, telling_cases
from .inventing import Desk, desks
from .models import TypicalCase

STORIES = (
    (
        "incentive",
        "补报材料走容缺通道，项目提前四十天开工",
        "某装备制造公司连续三年无不良信用记录。办理施工许可时缺一份监测报告，公司书面承诺十日内补齐，窗口先行受理。公司第六日补齐材料，履约情况记入信用档案。",
        "容缺受理；列入信用承诺履约名录；减少日常检查频次。",
        "办理时间由六十日缩短到二十日；全市容缺受理按期补齐率达到百分之九十八。",
    ),
    (
        "sanction",
        "拒不缴清罚款，政府采购资格受限后主动履行",
        "某建材公司被处罚款后转移财产，经两次催告仍不履行，依法列入名单。在政府采购环节被提示限制参加后，公司主动联系执法部门，一周内缴清罚款和加处罚款。",
        "限制参加政府采购；取消评先评优资格；列为重点检查对象。",
        "罚款全部缴清；纠正并经核实后移出名单，恢复参加政府采购。",
    ),
    (
        "incentive",
        "收到提醒三日内整改，信用修复让小企业重新拿到订单",
        "某包装厂因逾期未报排污许可执行报告收到信用提醒函，三日内补报，并请专人负责后续报送，此后一年未再逾期。",
        "按轻微失信处置，不予公示；整改后恢复享受绿色通道。",
        "企业当年新增订单三笔；同类企业按期报送率由八成升到九成五。",
    ),
    (
        "sanction",
        "伪造检验报告，招投标处处受限",
        "某工程公司在投标中提供虚假检验报告被查实，列入名单后三个月内在四次招标中因核查命中被取消资格。",
        "取消投标资格；列为重点监管对象；向行业协会通报。",
        "公司更换负责人并建立材料核验制度，正在整改。",
    ),
)  # fmt: skip


def invent(on: date) -> int:
    """Returns how many cases. Raises Refused outside demo and test, or where cases are kept."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if TypicalCase.objects.exists():
        raise Refused("库中已有典型案例，不再装入演示数据。")
    found = desks()
    if not found:
        return 0
    office, approver = above(found[0].department, Role.OFFICE), above(found[0].department, Role.OFFICE_APPROVER)
    if office is None or approver is None:
        return 0
    made = [_report(place, found[place % len(found)], on) for place in range(len(STORIES))]
    for case in made[:2]:
        day = case.reported_on + timedelta(days=3)
        telling_cases.choose(case, **by(office, day))
        telling_cases.publish(case, **by(approver, day + timedelta(days=1)))
    telling_cases.choose(made[2], **by(office, on))
    sent = on - timedelta(days=20)
    parcel = handing_up.hand_up(made[:1], destination="省信用数据交换平台", **by(office, sent))
    received = sent + timedelta(days=2)
    handing_up.enter_receipt(parcel, receipt="省平台接收单〔演示〕1号", received_on=received, **by(office, received))
    return TypicalCase.objects.count()


def _report(place: int, desk: Desk, on: date) -> TypicalCase:
    kind, title, story, measures, effect = STORIES[place]
    day = on - timedelta(days=(62, 31, 2, 1)[place])
    return telling_cases.report(
        kind=kind, subject=None, title=title, story=story, measures=measures, effect=effect, **by(desk.clerk, day)
    )
