"""Rewarding (举报奖励): where the place's text grants one, proposed by one person and confirmed by another; paid outside the platform.

Source: F7; Bengbu 六(二).
"""

from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from rules.jurisdictions import Value, find

from .models import Report

REWARD, SECRECY = "report.reward", "report.secrecy"


def clause_of(key: str, on: date) -> Value | None:
    """The place's value where it says yes; None: its text says nothing of it."""
    found = find([key], on).get(key)
    return found if found is not None and found.value else None


@transaction.atomic
def offer(report: Report, *, wording: str, officer: Officer, actor: Actor, on: date) -> None:
    """拟给予奖励 for a report that proved true. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, said="由信用办经办提出。")
    report = locked(report, officer)
    if clause_of(REWARD, on) is None:
        raise ListRefused("本地规则没有规定举报奖励。")
    if report.outcome != Report.Outcome.FOUNDED or report.reward:
        raise ListRefused("只有查实、还没有提出过奖励的举报可以提出。")
    said = words(Report, {"reward": wording}, "reward")
    move(report, "offer_reward", record_act("offer_dishonesty_reward", actor, on), reward_by=officer, **said)


@transaction.atomic
def decide_reward(report: Report, *, agree: bool, reason: str = "", officer: Officer, actor: Actor, on: date) -> None:
    """同意（不同意）奖励, by another person; told by the receipt code. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批决定。")
    report = locked(report, officer)
    if report.reward_by_id is None or report.reward_granted_by_id is not None:
        raise ListRefused("没有等待决定的奖励。")
    if officer.pk == report.reward_by_id:
        raise ListRefused(SELF)
    if agree:
        act = record_act("grant_dishonesty_reward", actor, on)
        move(report, "grant_reward", act, reward_granted_by=officer, reward_granted_on=on)
        return
    act = record_act("refuse_dishonesty_reward", actor, on, reason=reason_given(reason, "不同意奖励的"))
    move(report, "refuse_reward", act, reward="", reward_by=None)
