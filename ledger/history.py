"""History (流转记录): what was done with one object, for staff and auditors. Source: J5."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from credit_platform.lifecycle import Lifecycle

from .models import Act, Event


@dataclass(frozen=True)
class Step:
    """One event, told: when, what, who, why. `number`: its place in the ledger, None while it waits for one."""

    at: datetime
    day: date
    title: str
    who: str
    role: str
    department: str
    channel: str
    reason: str
    basis: str
    state: str
    digest: str
    number: int | None
    command: bool = False

    @property
    def later(self) -> bool:
        """Written down on another day than the one it is of."""
        return timezone.localtime(self.at).date() != self.day

    @property
    def seeded(self) -> bool:
        """演示数据: the history of the demo was made in a moment, on days of its own."""
        return settings.DEMO and self.command


TITLES = {
    "submit": "报送入库",
    "receive": "收到报送",
    "propose": "提出更正或撤下",
    "propose_override": "提出代码核准",
    "propose_calendar": "提出采用日历",
    "propose_rule": "提出规则变更",
    "file_rule": "报备部门规则",
    "apply_online": "网上申请账号",
    "lift": "恢复公示",
    "confirm": "确认下线（第二人）",
    "accept": "采纳提议",
    "decline": "不采纳提议",
    "supersede": "提议被后来的取代",
    "dismiss_row": "注明某行不再报送",
    "trigger": "触发联合奖惩",
    "plan": "选定措施",
    "open": "启动核实",
    "open_minor_case": "提出处置",
    "report_typical_case": "报送典型案例",
    "draft_article": "起草文稿",
    "attach": "添加附件",
    "take_out": "移除附件",
    "appoint": "约定约谈",
    "hold": "登记约谈",
    "miss": "登记无故未到约谈",
    "excuse": "约谈改期",
    "propose_disclosure": "提出适当范围公示",
    "find": "比对发现差异",
    "run": "比对",
    "tick": "登记纸质核对",
    "issue": "下达整改通知",
    "put_forward": "提出通报或约谈",
    "draw_up": "生成考核表",
    "make": "列出任务",
    "enter": "登记",
    "receive_code": "取得统一社会信用代码",
    "rename": "更名",
    "add_former_name": "登记曾用名",
    "add_key_person": "登记关键人员",
    "identify_key_person": "核实关键人员身份",
    "end_key_person": "关键人员离任",
    "add_professional": "登记备案从业人员",
    "confirm_professional": "确认从业备案",
    "end_professional": "终止从业备案",
    "propose_matter": "提出清单",
    "file": "提出",
    "add_paper": "补充材料",
    "tell_report": "收到举报",
    "propose_template": "提出模板",
    "draft": "起草承诺书",
    "report": "报告",
    "propose_entry": "提出列入",
    "nominate": "推荐",
    "offer_candidate": "提供线索",
    "take_in_list": "接收文件",
    "propose_grade": "提出分级意见",
    "make_letter": "制作文书",
    "apply_for_repair": "申请信用修复",
    "propose_dishonesty": "提出弄虚作假",
    "note_handed_over": "登记两书同达",
    "deliver_letter": "登记送达",
    "answer_statement": "答复陈述申辩",
    "consult": "征求部门意见",
    "take_reply": "登记部门回复",
    "acknowledge_copy": "抄送部门签收",
    "check_red_objection": "核查异议",
    "record_benefit": "登记享受的激励",
    "record_reclaim": "登记追回",
    "open_account": "开设账号",
    "close_account": "注销账号",
    "change_subject_password": "修改口令",
    "reset_subject_password": "窗口重置口令",
    "mail_reset_subject_password": "凭邮件重设口令",
    "confirm_subject_mail": "确认邮箱",
    "forget_subject_mail": "停用邮箱",
    "turn_on_subject_mails": "开启邮件提醒",
    "turn_off_subject_mails": "关闭邮件提醒",
    "prove_identity": "核实身份",
    "bind_factor": "绑定验证器",
    "unbind_factor": "解除验证器",
    "file_claim": "提交认领",
    "merge_into": "并入其他主体",
    "take_in": "并入了其他主体",
    "stand_alone": "撤销合并，恢复独立",
    "give_back": "撤销合并",
    "take_token": "领取令牌",
}


def history_of(object_id: UUID, lifecycle: Lifecycle | None = None, *, also: Iterable[UUID] = ()) -> list[Step]:
    """Every event of the object, oldest first. `lifecycle`: where its moves have their titles; `also`: public ids of what
    belongs to it (its proposals, its hides).
    """
    events = Event.objects.filter(object_id__in=[object_id, *also]).select_related("act", "position").order_by("pk")
    return [_step(event, lifecycle) for event in events]


def _step(event: Event, lifecycle: Lifecycle | None) -> Step:
    act = event.act
    known = lifecycle.moves.get(event.move) if lifecycle else None
    return Step(
        at=act.at,
        day=act.day,
        title=known.title if known else TITLES.get(event.move, event.move),
        who=act.actor,
        role=act.role,
        department=act.department,
        channel=Act.Channel(act.channel).label,
        reason=act.reason,
        basis=act.basis,
        state=event.state,
        digest=event.digest,
        command=act.channel == Act.Channel.COMMAND,
        number=event.position.seq if hasattr(event, "position") else None,
    )
