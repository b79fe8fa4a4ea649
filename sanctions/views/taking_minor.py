"""Steps of a minor act's case as its forms send them (轻微失信处置的表单), read with every fault at once. Source: E5, D3."""

from accounts.access import StaffRequest
from accounts.acting import By, by
from blacklists.models import Letter
from blacklists.refusals import ListRefused
from blacklists.views.reading import text, uuids
from blacklists.views.sent import Sent

from .. import case_letters, interviewing, reminding, urging
from ..models import CaseLetter, Interview, MinorCase

DONE = {
    "issue": "已签发，请送达后登记。",
    "drop": "已记为不予处置。",
    "deliver": "送达已登记。",
    "appoint": "已制作约谈通知，请送达后登记。",
    "hold": "约谈已登记。",
    "absent": "已登记未到。",
    "urge": "已制作督促通知，请送达后登记。",
    "close": "已办结。",
    "escalate": "已提请升级，由另一人确认。",
    "answer": "已办理。确认的，信用办将收到分级意见。",
}


def take(case: MinorCase, name: str, request: StaffRequest) -> str:
    """One step, named by `action`; what is said when it is done. Raises ListRefused."""
    who, reason, sent = by(request.user), text(request, "reason", 600), Sent(request)
    match name:
        case "issue":
            reminding.issue(case, **who)
        case "drop":
            reminding.drop(case, reason=reason, **who)
        case "deliver":
            _deliver(case, request, sent, who)
        case "appoint":
            _appoint(case, sent, who)
        case "hold":
            _hold(case, sent, who)
        case "absent":
            excused = sent.yes("excused", "是否有正当理由")
            if not reason:
                sent.fault("reason", "请写明未到的情况。")
            sent.settle()
            interviewing.note_absence(_interview(case), excused=excused, reason=reason, **who)
        case "urge":
            urging.urge(case, reason=reason, **who)
        case "close":
            _close(case, sent, who)
        case "escalate":
            urging.escalate(case, reason=reason, **who)
        case "answer":
            confirm = sent.yes("confirm", "是否确认")
            sent.settle()
            urging.answer_escalation(case, confirm=confirm, reason=reason, **who)
        case _:
            raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    return DONE[name]


def _deliver(case: MinorCase, request: StaffRequest, sent: Sent, who: By) -> None:
    means = sent.choice("means", Letter.Means.values, "送达方式")
    delivered_on = sent.day("delivered_on", "送达日期")
    proof = sent.paper("请上传送达凭证（送达回证、邮寄回执、截图等），没有凭证不能视为送达。")
    sent.settle()
    found = letter_sent(case, request)
    if found is None:
        raise ListRefused("没有这份文书，请刷新页面查看。")
    case_letters.deliver(found, means=means, proof=proof, delivered_on=delivered_on, **who)


def _appoint(case: MinorCase, sent: Sent, who: By) -> None:
    whom = sent.choice("whom", Interview.Whom.values, "约谈对象")
    appointed_on, place = sent.day("appointed_on", "约谈日期"), sent.words(Interview, "place")["place"]
    sent.settle()
    interviewing.appoint(case, whom=whom, appointed_on=appointed_on, place=place, **who)


def _hold(case: MinorCase, sent: Sent, who: By) -> None:
    held_on, record = sent.day("held_on", "实际日期"), sent.words(Interview, "record")["record"]
    paper = sent.paper("请上传签字的约谈笔录扫描件。")
    sent.settle()
    interviewing.hold(_interview(case), held_on=held_on, paper=paper, record=record, **who)


def _close(case: MinorCase, sent: Sent, who: By) -> None:
    rectified_on, said = sent.day("rectified_on", "整改完成日期"), sent.words(MinorCase, "rectification")
    evidence = sent.paper("请上传整改凭证的扫描件。")
    sent.settle()
    reminding.close(case, rectification=said["rectification"], rectified_on=rectified_on, evidence=evidence, **who)


def _interview(case: MinorCase) -> Interview:
    found = case.interviews.filter(state="appointed").first()
    if found is None:
        raise ListRefused("现在没有约定的约谈，请刷新页面查看。")
    return found


def letter_sent(case: MinorCase, request: StaffRequest) -> CaseLetter | None:
    """The letter whose page the form stood on."""
    return case.letters.filter(public_id__in=uuids([text(request, "letter")])).first()
