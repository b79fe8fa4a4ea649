"""最早申请日: of a public record from which day its repair may be applied for, for whoever lists many. Source: F4."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from blacklists.repair_rules import runs_out_said
from credit_platform.workdays import months_later
from rules.models import PublicationPeriod

from .eligibility_rules import Procedure


def shortest() -> Subquery:
    """最短公示期（月） by the rule set that the record is judged by, its own field first; to annotate with."""
    periods = PublicationPeriod.objects.filter(
        rule_set__key=OuterRef("rule_set"), seriousness=OuterRef("seriousness"), field__in=["", OuterRef("field")]
    )
    return Subquery(periods.order_by("-field").values("shortest_months")[:1])


def line(row: dict[str, Any]) -> str:
    """The line of a record's card; empty where the rules set no shortest period. `row` has `shortest`, `rule_set`, `decided_on`,
    `public_until`.
    """
    if not row["shortest"] or row["rule_set"] == Procedure.SAMR45:
        return ""
    earliest: date = months_later(row["decided_on"], row["shortest"])
    if row["public_until"] and earliest > row["public_until"]:
        return runs_out_said(row["public_until"], earliest, row["shortest"], "公示")
    return f"满最短公示期{row['shortest']}个月，可于 {earliest.isoformat()} 起免费申请信用修复；须已履行完毕并公开作出信用承诺。"
