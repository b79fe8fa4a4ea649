"""Writing to who acted (提醒、约谈、督促文书): by the pack's form, numbered and typeset like the letters of the lists. Source: E5."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from blacklists.issuing import Words, form_of, issue, office_of
from blacklists.models import Letter
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, keep_paper, locked, move, must_hold
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from rules import clocks

from .minor_querysets import CASE, RECTIFY, URGE
from .models import CaseLetter, MinorCase

HANDLERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)


def write(
    kind: str,
    case: MinorCase,
    parts: Sequence[tuple[str, str]],
    *,
    places: Mapping[str, str],
    rights: Sequence[str] = (),
    signer: Officer,
    act: Act,
) -> CaseLetter:
    """Number, print and keep it, in the caller's transaction. `places`: what fills the opening beyond the common ones."""
    form = form_of(kind, case.department, office_of(case.department), act.day)
    letter = CaseLetter(case=case, department=case.department, opener=case.proposer, signer=signer)
    return issue(letter, form, case.subject, Words(parts, rights, {"情形": case.ground, **places}), act)


@transaction.atomic
def deliver(
    letter: CaseLetter, *, means: str, delivered_on: date, proof: Paper | None, officer: Officer, actor: Actor, on: date
) -> None:
    """登记送达, with proof; the days of a reminder and of an urging begin on that day. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="只有经办人员可以登记送达。")
    letter = locked(letter, officer)
    case = locked(letter.case, officer)
    if letter.delivered_on:
        raise ListRefused("这份文书已登记送达。")
    if case.state not in ("issued", "running", "urged", "pressed"):
        raise ListRefused("这件处置已经办结，不用再登记送达。")
    if means not in Letter.Means.values:
        raise ListRefused(faults={"means": "请从列表中选择送达方式。"})
    if not letter.made_on <= delivered_on <= on:
        raise ListRefused(faults={"delivered_on": f"送达日期不能早于文书日期（{letter.made_on}），也不能晚于今天。"})
    if proof is None:
        raise ListRefused(faults={"paper": "请上传送达凭证（送达回证、邮寄回执、截图等），没有凭证不能视为送达。"})
    letter.proof_path, letter.proof_name = keep_paper(proof.name, proof.data)
    letter.means, letter.delivered_on, letter.delivered_by = means, delivered_on, officer
    letter.save(update_fields=["proof_path", "proof_name", "means", "delivered_on", "delivered_by"])
    act = record_act("deliver_letter", actor, on, basis=letter.get_means_display())
    note(act, letter.object_kind, letter.public_id, "deliver_letter", "delivered")
    name, step = {"reminder": ("deliver", RECTIFY), "urging": ("deliver_urging", URGE)}.get(letter.kind, ("", ""))
    if name:
        move(case, name, act)
        clocks.start(CASE, case.public_id, step, department=case.department, act=act, started_on=delivered_on)
