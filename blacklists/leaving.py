"""Leaving (移出): every way out of the black list, each with its reason and a second person, announced where the entry was.

Two ways need nobody: the period is over, or every ground was withdrawn. They hold from that day on by themselves
(querysets.in_force); the clock only notes them. Source: D5; Yingkou (十九).
"""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Officer, Role
from ledger.acts import CLOCK, Actor, record_act
from ledger.models import Act
from ledger.moves import apply, apply_set, note
from rules import clocks

from .announcing import announced_until
from .deciding import close_case
from .letters import removal_words, write
from .listing import settle, settle_unnoted
from .models import Announcement, Entry, Exit, Leaving, Letter, Nomination
from .notifying import APPROVERS, Paper, withdrawal_clock
from .procedure import BODY, DECIDERS, procedure
from .refusals import SELF, ListRefused, keep_paper, locked, move, must_hold, reason_given

ASKED = (Exit.CORRECTED, Exit.REVOKED)  # by the department; repair and objection come from their own procedures
CASES = (Exit.REPAIRED, Exit.OBJECTION, Exit.REVOKED)
NO_PROOF = "请上传撤销决定或裁判文书的扫描件：没有证明文件，不能据以移出。"
BATCH = 500
BEFORE = ("proposed", "noticed", "delivered", "heard", "reviewed", "returned")
AFTER = ("decided", "served", "published", "filed")


@transaction.atomic
def propose(
    entry: Entry,
    *,
    exit: str,
    reason: str,
    happened_on: date,
    proof: Paper | None = None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> Leaving:
    """提出移出. A correction counts within the act's own correction period; what a court or another authority decided takes
    its document. Raises ListRefused.
    """
    must_hold(officer, Role.CLERK, Role.REVIEWER, Role.OFFICE, said="由填报员、审核员或信用办经办提出移出。")
    entry = locked(entry, officer)
    faults = {}
    if exit not in ASKED:
        faults["exit"] = "请从列表中选择移出原因；信用修复和异议由各自的程序办理。"
    if happened_on > on:
        faults["happened_on"] = "日期不能晚于今天，请核对。"
    elif exit == Exit.CORRECTED and not (entry.correct_by and happened_on <= entry.correct_by):
        faults["happened_on"] = "决定没有写明纠正期限，或者纠正在期限之后；请当事人申请信用修复。"
    if exit == Exit.REVOKED and proof is None:
        faults["paper"] = NO_PROOF
    if faults:
        raise ListRefused(faults=faults)
    path, name = keep_paper(proof.name, proof.data) if proof else ("", "")
    act = record_act("propose_leaving", actor, on, reason=reason_given(reason, "移出的"), basis=Exit(exit).label)
    try:
        with transaction.atomic():
            leaving = Leaving.objects.create(
                entry=entry, exit=exit, reason=act.reason, happened_on=happened_on, proposer=officer, proposed_on=on,
                proof_path=path, proof_name=name,
            )  # fmt: skip
    except IntegrityError as already:
        raise ListRefused("已提出移出，正等待审批。") from already
    move(entry, "propose_leaving", act)
    note(act, leaving.object_kind, leaving.public_id, "propose", leaving.state)
    return leaving


@transaction.atomic
def decide(leaving: Leaving, *, agree: bool, officer: Officer, actor: Actor, on: date, reason: str = "") -> None:
    """同意或不同意移出, by another person. Raises ListRefused."""
    must_hold(officer, *APPROVERS, said="移出由审核员或信用办审批决定。")
    leaving = locked(leaving, officer)
    if officer.pk == leaving.proposer_id:
        raise ListRefused(SELF)
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=leaving.entry_id)
    if entry.decider not in ("", BODY) and not officer.has_role(Role.OFFICE_APPROVER):
        raise ListRefused(f"由{DECIDERS[entry.decider]}决定列入的，移出由信用办审批办理。")
    if not agree:
        act = record_act("decline_leaving", actor, on, reason=reason_given(reason, "不同意的"))
        move(leaving, "decline", act, approver=officer, decided_on=on)
        move(entry, "keep", act)
        return
    act = record_act("leave_list", actor, on, reason=leaving.reason, basis=leaving.get_exit_display())
    move(leaving, "approve", act, approver=officer, decided_on=on)
    _leave(entry, "leave", leaving.exit, leaving.reason, act, officer)


@transaction.atomic
def leave_by_case(
    entry: Entry,
    *,
    exit: str,
    case_id: UUID,
    reason: str,
    happened_on: date,
    proposer: Officer,
    approver: Officer,
    actor: Actor,
    on: date,
) -> None:
    """移出 after a repair was granted, an objection or a doubt upheld: both persons are those of that case. Raises ListRefused."""
    if exit not in CASES:
        raise ListRefused("只用于信用修复、异议成立和核实有误。")
    if proposer.pk == approver.pk:
        raise ListRefused(SELF)
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    act = record_act("leave_list", actor, on, reason=reason_given(reason, "移出的"), basis=Exit(exit).label)
    apply_set(Leaving.objects.open().filter(entry=entry), "lapse", act, wait=True)
    leaving = Leaving.objects.create(
        entry=entry, exit=exit, reason=act.reason, happened_on=happened_on, case_id=case_id, proposer=proposer,
        proposed_on=on,
    )  # fmt: skip
    move(leaving, "approve", act, approver=approver, decided_on=on)
    _leave(entry, "leave", exit, act.reason, act, approver)


@transaction.atomic
def return_by_case(
    entry: Entry, *, case_id: UUID, reason: str, proposer: Officer, approver: Officer, actor: Actor, on: date
) -> bool:
    """恢复列入: the repair by which the entry left is revoked, so it stands again as it stood before: the decision of listing was
    never undone. Not where its period has ended meanwhile, or every ground is gone; nor where it left for another reason.
    Returns whether it stands again. Both persons are the case's. Raises ListRefused.
    """
    if proposer.pk == approver.pk:
        raise ListRefused(SELF)
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    left_by_it = entry.leavings.filter(case_id=case_id, state=Leaving.State.APPROVED).exists()
    if entry.state != Entry.State.LEFT or entry.exit != Exit.REPAIRED or not left_by_it:
        return False
    grounded = Entry.objects.grounded().filter(pk=entry.pk).exists()
    if entry.until is None or entry.until < on or not grounded:
        return False
    act = record_act("list_again", actor, on, reason=reason_given(reason, "恢复列入的"), basis="撤销信用修复")
    move(entry, "list_again" if entry.public_from is not None else "file_again", act, left_on=None, exit="")
    announce(entry, "信用修复已撤销，恢复列入严重失信主体名单。", act)
    settle([entry.subject_id], on)
    return True


def note_ended(on: date) -> int:
    """期满与依据撤销: what is over by itself is noted, announced and told by letter. Returns how many. Idempotent."""
    return _expire(on) + _fall(on) + _expire_red(on) + settle_unnoted(on)


@transaction.atomic
def _expire(on: date) -> int:
    rows = _batch(Entry.objects.filter(state__in=["published", "filed"], until__lt=on))
    for entry in rows:
        act = record_act("expire_entry", CLOCK, on, reason=f"列入期限于{entry.until}届满")
        _leave(entry, "expire", Exit.EXPIRED, act.reason, act, None)
    return len(rows)


@transaction.atomic
def _fall(on: date) -> int:
    rows = _batch(Entry.objects.filter(state__in=[*BEFORE, *AFTER]).ungrounded())
    for entry in rows:
        act = record_act("fall_entry", CLOCK, on, reason="所依据的决定已全部撤销或者修复")
        if entry.state in BEFORE:
            close_case(entry, act, None)
        else:
            _leave(entry, "fall", Exit.GROUNDS_GONE, act.reason, act, None)
    return len(rows)


@transaction.atomic
def _expire_red(on: date) -> int:
    rows = _batch(Nomination.objects.filter(state="published", until__lt=on))
    for nomination in rows:
        act = record_act("expire_red", CLOCK, on, reason=f"有效期于{nomination.until}届满")
        apply(nomination, "expire", act, left_on=on)
        clock = withdrawal_clock(nomination)  # a withdrawal that was under way has no object any more
        if clock is not None and clock.state in ("running", "paused"):
            clocks.cancel(clock, act=act)
        announce(nomination, f"“{nomination.title}”有效期满，退出守信红名单。", act)
    settle({row.subject_id for row in rows}, on)
    return len(rows)


def _batch(rows) -> list:
    return list(rows.order_by("pk").select_for_update(skip_locked=True, of=("self",))[:BATCH])


def _leave(entry: Entry, how: str, exit: str, reason: str, act: Act, officer: Officer | None) -> None:
    was_public = entry.state == Entry.State.PUBLISHED
    move(entry, how, act, left_on=act.day, exit=exit)
    apply_set(Leaving.objects.open().filter(entry=entry), "lapse", act, wait=True)
    write(Letter.Kind.REMOVAL, entry, removal_words(entry, reason), maker=officer, act=act)
    if was_public:
        announce(entry, f"移出严重失信主体名单，原因：{entry.get_exit_display()}。", act)
        settle([entry.subject_id], act.day)


def announce(case: Entry | Nomination, words: str, act: Act) -> None:
    """移出公告, and that a removal was undone, where the entry was. Nobody is announced who never was public."""
    if case.public_from is None or case.subject.kind == "person":
        return
    days = procedure(act.day, case.department).announcement_days
    if days < 1:
        return
    black = isinstance(case, Entry)
    said = {
        "which": Announcement.Which.BLACK if black else Announcement.Which.RED, "subject": case.subject, "department": case.department,
        "words": words, "announced_on": act.day, "until": announced_until(act.day, days),
    }  # fmt: skip
    # One a case: what was announced of it before and holds no more gives way.
    which = {"entry": case} if isinstance(case, Entry) else {"nomination": case}
    Announcement.objects.update_or_create(**which, defaults=said)
