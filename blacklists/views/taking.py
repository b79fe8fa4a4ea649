"""Taking a step (办理一步): what the page of an entry sends, handed to the use case of its name."""

from django.utils import timezone

from accounts.access import StaffRequest
from accounts.acting import by
from accounts.models import Department

from .. import deciding, hearing, leaving, listing, notifying, proposing
from ..deciding import Document
from ..models import Consultation, Entry, Exit, Leaving, Letter, Statement
from ..refusals import ListRefused
from .reading import day_or_none, department, paper, text, uuids, yes
from .sent import Sent

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


ITEMS = {"answer": "statement", "reply": "consultation"}  # hidden fields of forms that a page has several of


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
            sent = Sent(request)
            accepted, words = sent.yes("accepted", "是否采纳"), sent.words(Statement, "answer")
            sent.settle()
            hearing.answer_statement(said, accepted=accepted, **words, **who)
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
            _propose_leaving(entry, request)
        case "decide_leaving":
            asked = entry.leavings.filter(state="open").first()
            if asked is None:
                raise ListRefused("没有待审批的移出，请刷新页面查看。")
            leaving.decide(asked, agree=yes(request, "agree", "是否同意移出"), reason=reason, **who)
        case _:
            raise ListRefused("没有看懂要做的操作，请回到页面重试。")


def deliver(letter: Letter, request: StaffRequest) -> None:
    """登记送达, of any letter. Raises ListRefused."""
    sent = Sent(request)
    means = sent.choice("means", Letter.Means.values, "送达方式")
    on = sent.day("delivered_on", "送达日期")
    proof = sent.paper(missing=notifying.NO_PROOF)
    sent.settle()
    notifying.deliver(letter, means=means, delivered_on=on, proof=proof, **by(request.user))


def _deliver(entry: Entry, request: StaffRequest) -> None:
    letter = entry.letters.filter(delivered_on__isnull=True, kind__in=["notice", "decision"]).order_by("-pk").first()
    if letter is None:
        raise ListRefused("没有待送达的文书，请刷新页面查看。")
    deliver(letter, request)


def _statement(entry: Entry, request: StaffRequest) -> None:
    sent = Sent(request)
    made_on = sent.day_or_none("made_on", "提出日期") or timezone.localdate()
    means = sent.choice("means", Statement.Means.values, "陈述申辩的方式")
    said = sent.words(Statement, "text")
    last, waived = "last" in request.POST, "waived" in request.POST
    signed = sent.paper(missing=hearing.NO_PAPER if last or waived else "")
    sent.settle()
    hearing.take_statement(
        entry, made_on=made_on, means=means, **said, last=last, waived=waived, paper=signed, **by(request.user)
    )


def _propose_leaving(entry: Entry, request: StaffRequest) -> None:
    sent = Sent(request)
    happened, words = sent.day("happened_on", "纠正或决定的日期"), sent.words(Leaving, "reason")
    exit_ = text(request, "exit")
    proof = sent.paper(missing=leaving.NO_PROOF if exit_ == Exit.REVOKED else "")
    sent.settle()
    leaving.propose(entry, exit=exit_, happened_on=happened, proof=proof, **words, **by(request.user))


def _statement_named(entry: Entry, request: StaffRequest) -> Statement:
    found = entry.statements.filter(public_id__in=uuids([text(request, "statement")])).first()
    if found is None:
        raise ListRefused("没有这条陈述申辩，请刷新页面查看。")
    return found


def _reply(entry: Entry, request: StaffRequest) -> None:
    asked = entry.consultations.filter(public_id__in=uuids([text(request, "consultation")])).first()
    if asked is None:
        raise ListRefused("没有这项征求意见，请刷新页面查看。")
    sent = Sent(request)
    agrees, replied_on = sent.yes("agrees", "对方的意见"), sent.day("replied_on", "回复日期")
    said = sent.words(Consultation, "reply", needed=False)
    sent.settle()
    hearing.take_reply(asked, agrees=agrees, replied_on=replied_on, **said, **by(request.user))


def _review(entry: Entry, request: StaffRequest) -> None:
    sent = Sent(request)
    said = sent.words(Entry, *deciding.DRAFT)
    months, correct_by = sent.whole("months", "列入期限（月）"), sent.day_or_none("correct_by", "纠正期限")
    sent.settle()
    measures = uuids(request.POST.getlist("measure"))
    deciding.review(entry, months=months, correct_by=correct_by, measures=measures, **said, **by(request.user))


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
