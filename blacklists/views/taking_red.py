"""Taking a step of a nomination (办理一步): reads its form and calls its use case."""

from accounts.access import StaffRequest
from accounts.acting import by

from .. import dishonouring, hearing, honouring, withdrawing
from ..models import Benefit, Nomination, RedObjection, Statement, WithdrawalStatement
from ..refusals import ListRefused
from .reading import text, uuids
from .sent import Sent
from .taking import document_sent

DONE = "已办理。"
ITEMS = {
    "answer": "objection",
    "reclaim": "benefit",
    "answer_statement": "statement",
}  # hidden fields of repeated forms


def take(action: str, one: Nomination, request: StaffRequest) -> str:
    """One step; returns what is said of it. Raises ListRefused."""
    who, reason = by(request.user), text(request, "reason", 600)
    match action:
        case "check":
            return (
                "比对完毕，没有不良记录。"
                if honouring.check(one, **who)
                else "比对发现不良记录，推荐已停止；结果见下。"
            )
        case "resolve":
            honouring.resolve(one, reason=reason, **who)
        case "begin_notice":
            honouring.begin_notice(one, **who)
            return "已开始公示征求异议。"
        case "object":
            honouring.take_objection(one, means=text(request, "means"), text=text(request, "text"), **who)
        case "answer":
            _answer(one, request)
        case "end_notice":
            honouring.end_notice(one, **who)
        case "approve":
            honouring.approve(one, document=document_sent(request), **who)
        case "publish":
            return (
                "已发文并公布。"
                if honouring.publish(one, **who)
                else "公布前比对发现新的不良记录，没有公布；结果见下。"
            )
        case "drop":
            honouring.drop(one, reason=reason, **who)
        case "benefit":
            _benefit(one, request)
        case "reclaim":
            _reclaim(one, request)
        case _:
            return _withdrawal(action, one, request)
    return DONE


def _withdrawal(action: str, one: Nomination, request: StaffRequest) -> str:
    who = by(request.user)
    match action:
        case "propose_withdrawal":
            withdrawing.propose_withdrawal(
                one, reason=text(request, "breach"), basis=text(request, "withdrawal_basis"), **who
            )
            return "已提出取消。下一步由信用办审批制发告知书，听取陈述申辩后决定。"
        case "notify_withdrawal":
            withdrawing.notify_withdrawal(one, **who)
            return "告知书已制发。下一步：送达，并登记送达凭证。"
        case "statement":
            _statement(one, request)
            return "陈述申辩已登记。"
        case "answer_statement":
            _answer_statement(one, request)
            return "已答复。"
        case "decide_withdrawal":
            sent = Sent(request)
            agree = sent.yes("agree", "是否同意取消")
            sent.settle()
            withdrawing.decide_withdrawal(one, agree=agree, reason=text(request, "reason", 600), **who)
            return DONE
    raise ListRefused("没有看懂要做的操作，请回到页面重试。")


def _answer(one: Nomination, request: StaffRequest) -> None:
    objection = one.objections.filter(public_id__in=uuids([text(request, "objection")])).first()
    if objection is None:
        raise ListRefused("没有这条异议，请刷新页面查看。")
    sent = Sent(request)
    upheld, said = sent.yes("upheld", "异议是否成立"), sent.words(RedObjection, "answer")
    sent.settle()
    honouring.check_objection(objection, upheld=upheld, **said, **by(request.user))


def _statement(one: Nomination, request: StaffRequest) -> None:
    sent = Sent(request)
    made_on = sent.day("made_on", "提出日期")
    means = sent.choice("means", Statement.Means.values, "陈述申辩的方式")
    said = sent.words(WithdrawalStatement, "text")
    last = "last" in request.POST
    signed = sent.paper(missing=hearing.NO_PAPER if last else "")
    sent.settle()
    withdrawing.take_statement(one, made_on=made_on, means=means, last=last, paper=signed, **said, **by(request.user))


def _answer_statement(one: Nomination, request: StaffRequest) -> None:
    statement = one.statements.filter(public_id__in=uuids([text(request, "statement")])).first()
    if statement is None:
        raise ListRefused("没有这条陈述申辩，请刷新页面查看。")
    sent = Sent(request)
    accepted, said = sent.yes("accepted", "是否采纳"), sent.words(WithdrawalStatement, "answer")
    sent.settle()
    withdrawing.answer_statement(statement, accepted=accepted, **said, **by(request.user))


def _benefit(one: Nomination, request: StaffRequest) -> None:
    sent = Sent(request)
    kind = sent.choice("kind", Benefit.Kind.values, "激励的种类")
    granted_on, amount = sent.day("granted_on", "给予日期"), sent.amount("amount", "金额")
    given_by = sent.department() if text(request, "department") else request.user.department
    said = sent.words(Benefit, "note", needed=False)
    sent.settle()
    dishonouring.record_benefit(
        one,
        kind=kind,
        department=given_by,
        granted_on=granted_on,
        amount=amount,
        note_=said["note"],
        **by(request.user),
    )


def _reclaim(one: Nomination, request: StaffRequest) -> None:
    benefit = one.benefits.filter(public_id__in=uuids([text(request, "benefit")])).first()
    if benefit is None:
        raise ListRefused("没有这项激励，请刷新页面查看。")
    sent = Sent(request)
    back, on = sent.amount("reclaimed", "追回金额"), sent.day("reclaimed_on", "追回日期")
    if back is None:
        sent.fault("reclaimed", "请填写追回金额。")
    sent.settle()
    assert back is not None
    dishonouring.record_reclaim(
        benefit, reclaimed=back, reclaimed_on=on, reclaim_note=text(request, "note"), **by(request.user)
    )
