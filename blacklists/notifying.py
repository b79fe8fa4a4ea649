"""Notifying (告知与送达): the prior notice, made by a second person, and delivery of letters with proof. Source: D3, F8."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from rules import clocks
from rules.models import CaseClock

from .letters import notice_words, write
from .models import Entry, Letter, Nomination
from .procedure import CASE, RED_CASE, STATEMENT
from .refusals import SELF, ListRefused, keep_paper, locked, move, must_hold

HANDLERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)


NO_PROOF = "请上传送达凭证（送达回证、邮寄回执、截图等），没有凭证不能视为送达。"


@dataclass(frozen=True)
class Paper:
    """附件: name and bytes as uploaded."""

    name: str
    data: bytes


@transaction.atomic
def issue_notice(entry: Entry, *, officer: Officer, actor: Actor, on: date) -> Letter:
    """制发告知书: who proposed the entry does not send it out. Raises ListRefused."""
    must_hold(officer, *APPROVERS, said="告知书由审核员或信用办审批制发。")
    entry = locked(entry, officer)
    if officer.pk == entry.proposer_id:
        raise ListRefused(SELF)
    if not Entry.objects.grounded().filter(pk=entry.pk).exists():
        raise ListRefused("所依据的决定已经撤销，不能再告知；请不予列入。")
    act = record_act("issue_notice", actor, on, basis=entry.basis)
    letter = write(Letter.Kind.NOTICE, entry, notice_words(entry, on), maker=officer, act=act)
    move(entry, "issue_notice", act, notice_number=letter.number, noticed_by=officer)
    return letter


@transaction.atomic
def deliver(
    letter: Letter, *, means: str, delivered_on: date, proof: Paper | None, officer: Officer, actor: Actor, on: date
) -> None:
    """登记送达: means, date and proof. A prior notice starts the days for statement and defence; a decision may be
    published from now on. Raises ListRefused.
    """
    must_hold(officer, *HANDLERS, said="只有经办人员可以登记送达。")
    letter = locked(letter, officer)
    if letter.delivered_on:
        raise ListRefused("这份文书已登记送达。")
    if means not in Letter.Means.values:
        raise ListRefused(faults={"means": "请从列表中选择送达方式。"})
    if not letter.made_on <= delivered_on <= on:
        raise ListRefused(faults={"delivered_on": f"送达日期不能早于文书日期（{letter.made_on}），也不能晚于今天。"})
    if proof is None:
        raise ListRefused(faults={"paper": NO_PROOF})
    letter.proof_path, letter.proof_name = keep_paper(proof.name, proof.data)
    letter.means, letter.delivered_on, letter.delivered_by = means, delivered_on, officer
    letter.save(update_fields=["proof_path", "proof_name", "means", "delivered_on", "delivered_by"])
    act = record_act("deliver_letter", actor, on, basis=letter.get_means_display())
    note(act, letter.object_kind, letter.public_id, "deliver_letter", "delivered")
    entry, nomination = letter.entry, letter.nomination
    if nomination is not None and letter.kind == Letter.Kind.RED_NOTICE:
        _begin_withdrawal_hearing(nomination, delivered_on, act)
    if entry is not None and letter.kind == Letter.Kind.NOTICE:
        move(entry, "deliver_notice", act, notice_delivered_on=delivered_on)
        clocks.start(CASE, entry.public_id, STATEMENT, department=entry.department, act=act, started_on=delivered_on)
    elif entry is not None and letter.kind == Letter.Kind.DECISION:
        move(entry, "serve", act, decision_delivered_on=delivered_on)


def _begin_withdrawal_hearing(nomination: Nomination, delivered_on: date, act: Act) -> None:
    """The days for statement and defence before a title is withdrawn; none where the proposal was given up meanwhile."""
    nomination = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    if nomination.withdrawal_proposer_id is None or nomination.state != Nomination.State.PUBLISHED:
        return
    nomination.withdrawal_noticed_on = delivered_on
    nomination.save(update_fields=["withdrawal_noticed_on"])
    clocks.start(
        RED_CASE, nomination.public_id, STATEMENT, department=nomination.department, act=act, started_on=delivered_on
    )


def withdrawal_clock(nomination: Nomination) -> CaseClock | None:
    """取消称号前陈述申辩的期限, running or over."""
    return CaseClock.objects.of(RED_CASE, nomination.public_id).filter(step=STATEMENT).order_by("-pk").first()


def hearing_clock(entry: Entry) -> CaseClock | None:
    """陈述申辩的期限, running or over."""
    return CaseClock.objects.of(CASE, entry.public_id).filter(step=STATEMENT).order_by("-pk").first()
