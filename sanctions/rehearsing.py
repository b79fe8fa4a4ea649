"""规则预演（联合奖惩）: which open joint actions another body would decide on, which measures would go on or rest while their entry is
verified, under another rule. Source: K; E2, E4.

Read before and after the change of the tables (rules/rehearsing.py). Decided actions stay as they were decided; of open doubts the
rule is asked anew, for the question is what it would do.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from blacklists.procedure import DECIDERS

from .models import JointAction, Measure, Verification
from .ordering import decided_by
from .verifying import suspends

ALL = "all"  # the outcome depends on nothing of the row: one group


class Actions:
    """未决定的联合奖惩: who decides."""

    kind = "joint_action"
    title = "决定机关改变的未决定联合奖惩"

    def wants(self, key: str) -> bool:
        return key == "joint.decided_by"

    def outcomes(self, on: date) -> Mapping[Hashable, dict]:
        return {ALL: {"decider": DECIDERS[decided_by(on)[0]]}}

    def members(self, groups: Iterable[Hashable]) -> Iterator[tuple[Hashable, Any, Any, str]]:
        if ALL in set(groups):
            for row in JointAction.objects.waiting().select_related("subject").order_by("pk").iterator():
                title = f"{row.subject.name}：联合{'激励' if row.incentive else '惩戒'}"
                yield ALL, row.public_id, row.subject_id, title


class RestingMeasures:
    """名单正在核实的措施: whether they rest meanwhile."""

    kind = "measure"
    title = "核实期间暂停或者照常执行会改变的措施"

    def wants(self, key: str) -> bool:
        return key == "verification.suspends"

    def outcomes(self, on: date) -> Mapping[Hashable, dict]:
        return {ALL: {"rests": suspends(on)[0]}}

    def members(self, groups: Iterable[Hashable]) -> Iterator[tuple[Hashable, Any, Any, str]]:
        if ALL in set(groups):
            doubted = Verification.objects.open().values("entry")
            rows = Measure.objects.filter(
                action__entry__in=doubted, state__in=["assigned", "acknowledged", "executed", "refused"]
            )
            for row in rows.select_related("subject", "item").order_by("pk").iterator():
                yield ALL, row.public_id, row.subject_id, f"{row.subject.name}：{row.item.title}"


LAYERS = (Actions(), RestingMeasures())
