"""Taking a step (办理一步): what the page of an entry sends, handed to the use case of its name."""

from django.utils import timezone

from accounts.access import StaffRequest
from accounts.acting import by
from accounts.models import Department

from .. import deciding, hearing, leaving, listing, notifying, proposing
from ..deciding import Document
from ..models import Entry, Statement
from ..refusals import ListRefused
from .reading import day, day_or_none, department, paper, text, uuids, whole, yes

TAKEN = {
    "take_back": "已收回。",
    "issue_notice": "告知书已制发。下一步：送达，并登记送达凭证。",
    "deliver": "送达已登记。",
    "statement": "陈述申辩已登记。",
    "close_hearing": "陈述申辩已结束。下一步：逐条答复，拟定决定。",
    "answer": "已答复。",
    "consult": "已记录征求意见。",
    "reply": "回复已登记。",
    "review": "已报请决定。",
    "decide": "已决定列入。下一步：决定书送达。",
    "return": "已退回补充。",
    "drop": "已记为不予列入。",
    "publish": "已生效。",
    "propose_leaving": "已提出移出，待审批。",
    "decide_leaving": "已办理。",
}


def take(action: str, entry: Entry, request: StaffRequest) -> None:
    """One step. Raises ListRefused."""
    who, reason = by(request.user), text(request, "reason", 600)
    match action:
        case "take_back":
            proposing.take_back(entry, reason=reason, **who)
        case "issue_notice":
            notifying.issue_notice(entry, **who)
        case "deliver":
            _deliver(entry, request)
        case "statement":
            _statement(entry, request)
        case "close_hearing":
            hearing.close_hearing(entry, **who)
        case "answer":
            said = _statement_named(entry, request)
            accepted = yes(request, "accepted", "是否采纳")
            hearing.answer_statement(said, accepted=accepted, answer=text(request, "answer"), **who)
        case "consult":
            hearing.consult(entry, department(request), **who)
        case "reply":
            _reply(entry, request)
        case "review":
            _review(entry, request)
        case "decide":
            _decide(entry, request)
        case "return":
            deciding.give_back(entry, reason=reason, **who)
        case "drop":
            deciding.drop(entry, reason=reason, **who)
        case "publish":
            listing.publish(entry, **who)
        case "propose_leaving":
            happened = day(request, "happened_on", "纠正或决定的日期")
            leaving.propose(entry, exit=text(request, "exit"), reason=reason, happened_on=happened, **who)
        case "decide_leaving":
            asked = entry.leavings.filter(state="open").first()
            if asked is None:
                raise ListRefused("没有待审批的移出，请刷新页面查看。")
            leaving.decide(asked, agree=yes(request, "agree", "是否同意移出"), reason=reason, **who)
        case _:
            raise ListRefused("没有看懂要做的操作，请回到页面重试。")


def _deliver(entry: Entry, request: StaffRequest) -> None:
    letter = entry.letters.filter(delivered_on__isnull=True, kind__in=["notice", "decision"]).order_by("-pk").first()
    if letter is None:
        raise ListRefused("没有待送达的文书，请刷新页面查看。")
    on = day(request, "delivered_on", "送达日期")
    notifying.deliver(letter, means=text(request, "means"), delivered_on=on, proof=paper(request), **by(request.user))


def _statement(entry: Entry, request: StaffRequest) -> None:
    hearing.take_statement(
        entry,
        made_on=day_or_none(request, "made_on", "提出日期") or timezone.localdate(),
        means=text(request, "means"),
        text=text(request, "text"),
        last="last" in request.POST,
        waived="waived" in request.POST,
        paper=paper(request),
        **by(request.user),
    )


def _statement_named(entry: Entry, request: StaffRequest) -> Statement:
    found = entry.statements.filter(public_id__in=uuids([text(request, "statement")])).first()
    if found is None:
        raise ListRefused("没有这条陈述申辩，请刷新页面查看。")
    return found


def _reply(entry: Entry, request: StaffRequest) -> None:
    asked = entry.consultations.filter(public_id__in=uuids([text(request, "consultation")])).first()
    if asked is None:
        raise ListRefused("没有这项征求意见，请刷新页面查看。")
    hearing.take_reply(
        asked,
        agrees=yes(request, "agrees", "对方的意见"),
        reply=text(request, "reply"),
        replied_on=day(request, "replied_on", "回复日期"),
        **by(request.user),
    )


def _review(entry: Entry, request: StaffRequest) -> None:
    deciding.review(
        entry,
        findings=text(request, "findings"),
        months=whole(request, "months", "列入期限（月）"),
        exit_conditions=text(request, "exit_conditions"),
        remedies=text(request, "remedies"),
        measures=text(request, "measures"),
        correct_by=day_or_none(request, "correct_by", "纠正期限"),
        **by(request.user),
    )


def document_sent(request: StaffRequest) -> Document:
    """会议纪要、批复 and the like. Raises ListRefused."""
    return Document(
        title=text(request, "document_title"),
        number=text(request, "document_number"),
        dated=day_or_none(request, "document_date", "决定文件日期"),
        paper=paper(request),
    )


def _decide(entry: Entry, request: StaffRequest) -> None:
    copies = Department.objects.filter(public_id__in=uuids(request.POST.getlist("copy")))
    deciding.decide(entry, document=document_sent(request), copies=copies, **by(request.user))
