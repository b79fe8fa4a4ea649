"""Writing to who objected (答复文书): by the pack's form, numbered and typeset like the letters of the lists. Source: F2, F8."""

from collections.abc import Sequence

from accounts.models import Officer
from blacklists.issuing import Words, form_of, issue, said_day
from blacklists.procedure import remedies
from ledger.models import Act

from .models import Dispute, DisputeLetter

AGAIN = "对本答复不服的，可以登录后在这一件的页面或者到信用办窗口申请复核一次。"
COMPLAIN = "认为办理不当的，可以向信用办投诉。"
RIGHTS = "救济途径"


def write(kind: str, case: Dispute, parts: Sequence[tuple[str, str]], *, signer: Officer, act: Act) -> DisputeLetter:
    """Number, print and keep it, in the caller's transaction; the remedies of the law stand in each but the good news."""
    said = list(parts)
    if kind != DisputeLetter.Kind.RESTORED:
        again = _ways(case)
        of = "决定" if kind == DisputeLetter.Kind.REVIEW else "答复"
        said.append((RIGHTS, "\n".join(filter(None, (again, remedies(act.day, of, "。"))))))
    places = {
        "类别": case.get_kind_display(),
        "编号": case.number,
        "提出日期": said_day(case.filed_on),
        "事项": case.target_title,
    }
    form = form_of(kind, case.department, case.office, act.day)
    letter = DisputeLetter(dispute=case, department=form.issuer, signer=signer)
    return issue(letter, form, case.subject, Words(said, [RIGHTS] if len(said) > len(parts) else [], places), act)


def _ways(case: Dispute) -> str:
    """Of the platform's own ways those that are open: of an objection a complaint, and a review of what was not upheld, once."""
    if case.kind != Dispute.Kind.OBJECTION:
        return ""
    return (AGAIN if case.state in (Dispute.State.REJECTED, Dispute.State.DECLINED) else "") + COMPLAIN
