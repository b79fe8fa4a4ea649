"""修复文书: by the pack's form, numbered and typeset like the letters of the lists. Source: F4; 滑县 二(五)3 (书面回复)."""

from collections.abc import Mapping, Sequence
from datetime import date

from accounts.models import Officer
from blacklists.issuing import Words, form_of, issue, office_of, said_day
from blacklists.models import Letter
from blacklists.procedure import remedies
from ledger.models import Act

from .models import Repair, RepairLetter

RIGHTS = "救济途径"
OBJECTION = (
    "对不予受理、终止办理有意见的，可以向办理单位或者信用办提出异议、投诉，也可以依法申请行政复议或者提起行政诉讼。"
)


def write(
    kind: str,
    repair: Repair,
    parts: Sequence[tuple[str, str]],
    *,
    maker: Officer | None,
    act: Act,
    rights: Sequence[str] = (),
    places: Mapping[str, str] | None = None,
) -> RepairLetter:
    """Number, print and keep it, in the caller's transaction."""
    form = form_of(kind, repair.department, office_of(repair.department), act.day)
    # Whoever applied on line finds the answer in the account; for others staff note how it was served.
    served = {"means": Letter.Means.ELECTRONIC, "delivered_on": act.day} if repair.representative_id else {}
    letter = RepairLetter(repair=repair, department=repair.department, maker=maker, **served)
    filled = {"事项": repair.what, "申请编号": repair.number, **(places or {})}
    return issue(letter, form, repair.subject, Words(parts, rights, filled), act)


def accepted(repair: Repair, maker: Officer, act: Act, due: date | None) -> RepairLetter:
    """受理通知书."""
    parts = [("办理期限", f"将在{said_day(due)}前告知结果。")] if due else []
    return write(RepairLetter.Kind.ACCEPT, repair, parts, maker=maker, act=act)


def permitted(repair: Repair, maker: Officer, act: Act, months: int) -> RepairLetter:
    """同意修复的书面回复: the rectification begins when it is received."""
    parts = [
        ("整改要求", f"自收到本回复之日起，按所附整改方案整改不少于{months}个月，切实履行义务，消除影响。"),
        ("注意事项", "自申请之日起至验收期间不得有新的失信行为；有新的失信行为的，终止办理。"),
    ]
    return write(RepairLetter.Kind.PERMIT, repair, parts, maker=maker, act=act)


def refused(repair: Repair, maker: Officer, act: Act) -> RepairLetter:
    """不予受理通知书."""
    return write(
        RepairLetter.Kind.REFUSE,
        repair,
        [("理由", act.reason), (RIGHTS, OBJECTION)],
        maker=maker,
        act=act,
        rights=[RIGHTS],
    )


def granted(repair: Repair, maker: Officer, act: Act) -> RepairLetter:
    """准予修复决定书."""
    parts = [
        ("依据", repair.clause),
        ("理由", act.reason),
        ("效力", "自决定之日起停止公示、共享和使用有关信息，同步解除依据该信息采取的措施。"),
    ]
    if repair.document_title:
        parts.insert(1, ("批准文件", f"{repair.document_title}（{repair.document_number}）"))
    return write(RepairLetter.Kind.GRANT, repair, parts, maker=maker, act=act)


def masked(repair: Repair, maker: Officer, act: Act, clause: str) -> RepairLetter:
    """暂时屏蔽失信信息决定书."""
    ruled = f"{repair.court}{said_day(repair.ruled_on)}作出的{repair.ruling_number}裁定。"
    parts = [
        ("裁定", ruled),
        ("依据", f"{clause}。"),
        ("理由", act.reason),
        ("效力", "自今日起，在重整计划、和解协议执行期间暂不公示有关信息，暂时解除依据该信息采取的措施。"),
        ("以后", "执行完毕的，请提交证明，我单位重新评定后准予修复；不能执行或者不执行的，恢复公示，直至公示期满。"),
    ]
    return write(RepairLetter.Kind.MASK, repair, parts, maker=maker, act=act)


def rejected(repair: Repair, maker: Officer, act: Act) -> RepairLetter:
    """不予修复决定书."""
    parts = [("依据", repair.clause), ("理由", act.reason), (RIGHTS, remedies(act.day))]
    return write(RepairLetter.Kind.REJECT, repair, parts, maker=maker, act=act, rights=[RIGHTS])


def ended(repair: Repair, maker: Officer | None, act: Act) -> RepairLetter:
    """终止办理通知书."""
    return write(
        RepairLetter.Kind.END,
        repair,
        [("理由", act.reason), (RIGHTS, OBJECTION)],
        maker=maker,
        act=act,
        rights=[RIGHTS],
    )


def revoked(repair: Repair, maker: Officer, act: Act, clause: str, until: date, outcome: str) -> RepairLetter:
    """撤销修复决定书. `outcome`: what has become of the record or the entry."""
    decision = repair.letters.filter(kind=RepairLetter.Kind.GRANT).order_by("-pk").first()
    parts = [
        ("查明的事实", act.reason),
        ("依据", clause),
        ("后果", f"{outcome}；{said_day(until)}以前不得再申请信用修复。"),
        (RIGHTS, remedies(act.day)),
    ]
    places = {"决定书": decision.number if decision else ""}
    return write(RepairLetter.Kind.REVOKE, repair, parts, maker=maker, act=act, rights=[RIGHTS], places=places)
