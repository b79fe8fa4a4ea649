"""办理信用修复: acceptance or refusal, rectification where the place's text asks for it, the proposal of a decision. Source: F4;
令第36号; 滑县 二(五)3.
"""

from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from blacklists.listing import settle
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, locked, move, must_hold, reason_given, words
from blacklists.repair_rules import PERFORMANCE
from credit_platform.workdays import months_later
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from records.marking import mark, unmark
from records.models import Mark
from records.retiring import settle_publicity
from rules import clocks
from rules.models import CaseClock, ClockPause
from rules.querysets import CaseClockQuerySet
from sanctions import resting

from . import letters
from .applying import Attached, Ruling, add_papers, given, ruling_said
from .eligibility import of, terms
from .eligibility_rules import Procedure
from .models import Repair
from .promising import publish_promise
from .querysets import ACCEPTANCE, CASE, OPEN, RESULT

HANDLERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE)
PAUSED = "按程序整改，整改和验收的时间不计入办理期限"


def clocks_of(repair: Repair, *steps: str) -> CaseClockQuerySet:
    """办理时限 of the case that still run; of some steps alone."""
    rows = CaseClock.objects.open().of(CASE, repair.public_id).select_related("rule")
    return rows.filter(step__in=steps) if steps else rows


@transaction.atomic
def accept(repair: Repair, *, officer: Officer, actor: Actor, on: date) -> Repair:
    """受理, or by the older procedure the written reply that permits the rectification. What is to be repaired is marked from now
    on; where a court has approved a plan its measures rest. Raises ListRefused.
    """
    repair = _for_handler(repair, officer)
    found = of(repair.target, on, given=given(repair), minor=repair.minor, bankrupt=repair.bankrupt)
    if not found.may_apply or found.missing:
        raise ListRefused(f"现在不符合受理条件：{found.why}")
    act = record_act("accept_repair", actor, on, reason=PAUSED if _rectifies(repair) else "", basis=repair.clause)
    clocks.end(clocks_of(repair, ACCEPTANCE), met=True, act=act)
    if _rectifies(repair):
        letters.permitted(repair, officer, act, terms(on, repair.department).rectification_months)
        for clock in clocks_of(repair, RESULT).running().filter(due__gte=on):  # what is late stays late
            clocks.pause(clock, reason=ClockPause.Reason.OTHER, act=act)
    else:
        running = clocks_of(repair, RESULT).first()
        letters.accepted(repair, officer, act, running.due if running else None)
    move(repair, "permit" if _rectifies(repair) else "accept", act, handler=officer, accepted_on=on)
    if _rectifies(repair) and repair.representative_id:  # served in the account, at this moment
        _start_rectification(repair, on, act)
    kind = Mark.Kind.BANKRUPTCY if repair.bankrupt else Mark.Kind.REPAIR
    mark(repair.target.public_id, kind, case_id=repair.public_id, suspends=repair.bankrupt, act=act)
    _pace(repair, act)
    publish_promise(repair, officer=officer, actor=actor, on=on)
    return repair


@transaction.atomic
def refuse(repair: Repair, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """不予受理, with the reason by letter. Raises ListRefused."""
    repair = _for_handler(repair, officer)
    act = record_act("refuse_repair", actor, on, reason=reason_given(reason, "不予受理的"))
    move(repair, "refuse", act, handler=officer, reason=act.reason)
    clocks.end(clocks_of(repair), met=True, act=act)
    letters.refused(repair, officer, act)


@transaction.atomic
def deliver_reply(repair: Repair, *, delivered_on: date, means: str, officer: Officer, actor: Actor, on: date) -> None:
    """登记同意回复送达: the months of rectification begin. Raises ListRefused."""
    repair = _for_handler(repair, officer)
    letter = repair.letters.filter(kind="repair_permit").order_by("-pk").first()
    if letter is None or repair.reply_delivered_on:
        raise ListRefused("没有待送达的回复，或者已经登记送达。")
    if not letter.made_on <= delivered_on <= on:
        raise ListRefused(faults={"delivered_on": f"送达日期应在{letter.made_on}至今天之间，请核对。"})
    if means not in dict(letter._meta.get_field("means").flatchoices):
        raise ListRefused(faults={"means": "请从列表中选择送达方式。"})
    act = record_act("deliver_repair_reply", actor, on)
    letter.means, letter.delivered_on = means, delivered_on
    letter.save(update_fields=["means", "delivered_on"])
    note(act, letter.object_kind, letter.public_id, "deliver_letter", "delivered")
    _start_rectification(repair, delivered_on, act)


def _start_rectification(repair: Repair, received_on: date, act: Act) -> None:
    months = terms(repair.filed_on, repair.department).rectification_months
    move(repair, "deliver_reply", act, reply_delivered_on=received_on, rectify_until=months_later(received_on, months))


@transaction.atomic
def inspect(
    repair: Repair,
    *,
    inspected_on: date,
    inspection: str,
    statement: str,
    paper: Paper | None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> None:
    """调查验收，出具修复情况说明: not before the rectification is over; its papers are the proof of performance. Raises ListRefused."""
    repair = _for_handler(repair, officer)
    if repair.rectify_until is None:
        raise ListRefused("同意回复还没有登记送达，整改期还没有开始。")
    faults = {}
    try:
        said = words(Repair, {"inspection": inspection, "statement": statement}, "inspection", "statement")
    except ListRefused as refused:
        said, faults = {}, dict(refused.faults)
    if not repair.rectify_until <= inspected_on <= on:
        faults["inspected_on"] = f"整改到{repair.rectify_until}才满期限，验收日期应在这以后、今天以前。"
    if paper is None:
        faults["paper"] = "请上传调查验收记录的扫描件。"
    if faults:
        raise ListRefused(faults=faults)
    assert paper is not None
    add_papers(repair, papers=[Attached("inspection", paper)], officer=officer, actor=actor, on=on)
    act = record_act("inspect_repair", actor, on)
    for clock in clocks_of(repair, RESULT).filter(state=CaseClock.State.PAUSED):
        clocks.resume(clock, act=act)
    move(repair, "inspect", act, inspected_on=inspected_on, inspector=officer, **said)


@transaction.atomic
def propose(repair: Repair, *, ask: str, opinion: str, officer: Officer, actor: Actor, on: date) -> None:
    """提出处理意见; another person decides. Raises ListRefused."""
    repair = _for_handler(repair, officer)
    faults = {}
    try:
        said = words(Repair, {"opinion": opinion}, "opinion")
    except ListRefused as refused:
        said, faults = {}, dict(refused.faults)
    if ask not in Repair.Ask.values:
        faults["ask"] = "请选择准予或者不予修复。"
    if len(opinion.strip()) > 500:
        faults["opinion"] = "意见理由最多500个字，请精简。"
    if faults:
        raise ListRefused(faults=faults)
    act = record_act("propose_repair", actor, on, reason=said["opinion"])
    # After a mask the second decision is made anew, by whoever did not propose it.
    anew = {"approver": None, "decided_on": None} if repair.masked_on else {}
    move(repair, "propose", act, ask=ask, proposer=officer, proposed_on=on, **anew, **said)


@transaction.atomic
def record_ruling(repair: Repair, *, ruling: Ruling, officer: Officer, actor: Actor, on: date) -> None:
    """补登裁定, read from the ruling among the papers: of an application that was filed before court, number and day were asked for.
    Once; what is on file is not replaced. Raises ListRefused.
    """
    repair = _for_handler(repair, officer)
    if not lacks_ruling(repair):
        raise ListRefused("裁定已经登记，或者这件申请不用登记裁定。")
    faults: dict[str, str] = {}
    said = ruling_said(ruling, faults, on)
    if faults:
        raise ListRefused(faults=faults)
    move(repair, "record_ruling", record_act("record_ruling", actor, on), **said)


def lacks_ruling(repair: Repair) -> bool:
    """裁定待补登: it rests on a court's plan that nothing on file names; without it nothing is masked, nor told of in public."""
    return repair.bankrupt and repair.ruled_on is None and repair.state in OPEN


def papers_at_hand(repair: Repair) -> list[str]:
    """The same as `given`; an inspection that was passed proves the performance."""
    return [*given(repair), *([PERFORMANCE] if repair.inspected_on else [])]


def _rectifies(repair: Repair) -> bool:
    return repair.procedure == Procedure.RECTIFICATION


def _for_handler(repair: Repair, officer: Officer) -> Repair:
    must_hold(officer, *HANDLERS, said="由办理单位的填报员、审核员或信用办经办办理。")
    repair = locked(repair, officer)
    must_handle(repair, officer)
    return repair


def handles(officer: Officer, repair: Repair) -> bool:
    """谁认定、谁修复: of the body that determined; the office for a body that nobody works for here."""
    return Repair.objects.handled_by(officer).filter(pk=repair.pk).exists()


def must_handle(repair: Repair, officer: Officer) -> None:
    """Raises ListRefused."""
    if not handles(officer, repair):
        raise ListRefused(f"谁认定、谁修复：这件申请由{repair.department.name}办理。")


def note_end(repair: Repair, act: Act, *, met: bool) -> None:
    """Clocks and marks of a case that is over, in the caller's transaction."""
    clocks.end(clocks_of(repair), met=met, act=act)
    unmark(repair.public_id, act=act)
    shown_anew(repair, act)


def shown_anew(repair: Repair, act: Act) -> None:
    """What a mark of this case hid or stopped is as the marks say now, on the pages and for the measures."""
    if repair.masked_on is not None:
        if repair.entry is not None:
            settle([repair.entry.subject_id], act.day)
        if repair.record is not None:
            settle_publicity([repair.record.subject_id], act.day)
    _pace(repair, act)


def _pace(repair: Repair, act: Act) -> None:
    """Measures that the mark suspends stand still at once, and go on at once when it is gone."""
    if repair.bankrupt:
        resting.pace(act.day, act, subject=repair.subject)
