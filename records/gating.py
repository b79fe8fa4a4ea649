"""Gating (批次核对): a batch unlike the department's past waits for the office before anything of it goes out. Source: B9."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import Officer, Role
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply

from .kinds import KINDS
from .models import Submission
from .plausibility import Batch, oddities
from .storing import Draft

PAST = timedelta(days=365)
COMPARED = 24  # batches: two years of monthly ones, half a year of weekly ones
MAIN_TEXT = {"licence": "XK_NR", "penalty": "CF_SY"}
FINE = {"penalty": "CF_NR_FK"}
KEPT = 2_000  # different texts and subjects that are counted, and fines that are kept: enough to see what prevails


class GateRefused(ValueError):
    """Not possible; the message says why and what to do."""


class Traits:
    """批次特征, gathered row by row while a batch comes in; kept on the submission, so that the past is read, not counted."""

    def __init__(self, kind: str, arrived_on: date):
        self._arrived_on, self._text, self._fine = arrived_on, MAIN_TEXT.get(kind, ""), FINE.get(kind, "")
        self._stored = self._late = self._repeated = self._stock = 0
        self._texts: set[int] = set()
        self._subjects: Counter[int] = Counter()
        self._fines: list[float] = []

    def note(self, draft: Draft) -> None:
        """One row that went in."""
        self._stored += 1
        self._stock += draft.facts.stock
        self._late += draft.facts.due is not None and draft.facts.due < self._arrived_on
        text = hash(draft.content.get(self._text)) if self._text else 0
        if text in self._texts:
            self._repeated += 1
        elif self._text and len(self._texts) < KEPT:
            self._texts.add(text)
        if draft.subject_id in self._subjects or len(self._subjects) < KEPT:
            self._subjects[draft.subject_id] += 1
        if self._fine and len(self._fines) < KEPT and (fine := draft.content.get(self._fine)):
            self._fines.append(float(fine))

    @property
    def stock_alone(self) -> bool:
        """Whether all of it is stock, row by row: what a file was marked is only its sender's word."""
        return self._stored > 0 and self._stock == self._stored

    def as_json(self) -> dict[str, Any]:
        """What is kept."""
        return {
            "stored": self._stored,
            "late": self._late,
            "repeated": self._repeated,
            "one_subject": max(self._subjects.values(), default=0),
            "fines": self._fines[:200],
        }


def compared(submission: Submission, counts: dict[str, int], traits: Traits) -> dict[str, Any]:
    """Columns of the submission that say how it compares with the department's own past: `traits`, `odd`, `gated`.

    Stock is a person's to release anyway, and never like anything. By whatever way it came: a file is compared with what the
    system sent, only single typed rows are no past.
    """
    found = traits.as_json()
    if submission.means == Submission.Means.LIST or KINDS[submission.kind].elsewhere:
        return {"traits": found, "odd": [FROM_ELSEWHERE], "gated": True}
    past = Submission.objects.filter(
        department=submission.department_id,
        kind=submission.kind,
        state="done",
        stock=False,
        gated=False,
        arrived_on__gt=submission.arrived_on - PAST,
    ).exclude(Q(pk=submission.pk) | Q(means__in=[Submission.Means.FORM, Submission.Means.LIST]))
    rows = past.order_by("-pk").values_list("rows", "rejected", "traits")[:COMPARED]
    odd = (
        []
        if traits.stock_alone
        else oddities(_batch(counts["rows"], counts["rejected"], found), [_batch(*row) for row in rows])
    )
    return {"traits": found, "odd": odd, "gated": bool(odd)}


def _batch(rows: int, rejected: int, traits: dict[str, Any]) -> Batch:
    known = {name: traits.get(name, 0) for name in ("stored", "late", "repeated", "one_subject")}
    return Batch(rows=rows, rejected=rejected, fines=tuple(traits.get("fines", ())), **known)


# What others decided nobody here has looked at: no clock publishes it, a second person of the office does.
FROM_ELSEWHERE = "外来名单，由信用办另一人核对后公示"


@transaction.atomic
def let_through(submission: Submission, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """核对放行: the office has looked; the batch goes its ordinary way, reviewer or clock. Raises GateRefused."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.means == Submission.Means.LIST:
        raise GateRefused("外来名单不按批次核对，请到“外来名单”由信用办审批放行或退回。")
    _let_through(submission, officer, actor, on, reason)


@transaction.atomic
def let_list_through(submission: Submission, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """外来名单放行, as one part of the release of its file and by nothing else. Raises GateRefused."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.means != Submission.Means.LIST:
        raise GateRefused("这一批次不是外来名单。")
    _let_through(submission, officer, actor, on, reason)


def _let_through(submission: Submission, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        raise GateRefused("只有信用办可以核对放行。")
    if officer.pk == submission.clerk_id:
        raise GateRefused("自己报送的批次不能由自己核对。")
    if not Submission.objects.visible_to(officer).filter(pk=submission.pk).exists():
        raise GateRefused("这一批次不在您的职责范围内。")
    if not submission.gated:
        raise GateRefused("这一批次不需要核对，或已经放行。")
    if not reason.strip():
        raise GateRefused("请写明核对的情况。")
    act: Act = record_act("let_through", actor, on, reason=reason.strip(), basis="；".join(submission.odd))
    try:
        apply(submission, "let_through", act, gated=False, let_through_by=officer)
    except IllegalMove as illegal:
        raise GateRefused("这一批次已经撤回。") from illegal
