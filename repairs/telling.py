"""可否申请 in words: what the public page of a record or entry and the subject's own page say alike. Source: F4, F6."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from blacklists.models import Entry, ReportedAct
from blacklists.repair_rules import USUAL, how_long
from rules.clocks import ClockRefused, rule_for

from . import eligibility
from .eligibility_rules import MISSING, NEEDED, TITLES, Answer, Procedure, Verdict
from .repairable import name_of

WORDS = {
    Verdict.ELIGIBLE: "现在可以申请",
    Verdict.MISSING: "现在可以申请，材料随申请一并提交",
    Verdict.TOO_EARLY: "还没有到可以申请的日期",
    Verdict.NOT_PUBLIC: "不需要申请",
    Verdict.ENDED: "不需要申请",
    Verdict.REPAIRED: "已经修复",
    Verdict.NOT_REPAIRABLE: "不能在这里申请",
    Verdict.BARRED: "现在不能申请",
    Verdict.UNCLASSED: "现在还不能确定",
    Verdict.RUNS_OUT: "不需要申请，期满自动停止公示",
}


def context_of(target: eligibility.Target, found: Answer, today: date) -> dict[str, Any]:
    """What the page of one record or entry says; the subject's own page shows the same."""
    said = eligibility.terms(today, target.department)
    rectifies = found.procedure == Procedure.RECTIFICATION
    return {
        "target": target, "found": found, "word": WORDS[found.verdict], "title": TITLES[found.procedure],
        "papers": [MISSING[paper] for paper in NEEDED.get(found.procedure, USUAL)] if _applies(found) else [],
        "said": said, "days": list(days_of(today)), "today": today, "may": found.may_apply, "applies": _applies(found),
        "apply_link": reverse("my_repairs:new", args=[target.public_id]), "rectifies": rectifies, "name": name_of(target),
        "entry": isinstance(target, Entry),
        "act": isinstance(target, ReportedAct),
        "long": how_long(said.rectification_months if rectifies else 0, said.number("accept_days"), said.number("result_days")),
    }  # fmt: skip


def _applies(found: Answer) -> bool:
    return found.may_apply or found.verdict in (Verdict.TOO_EARLY, Verdict.BARRED)


def days_of(on: date) -> Iterator[tuple[str, int, str]]:
    """(step, working days, clause) of the clocks of a repair."""
    for step in ("acceptance", "result"):
        try:
            rule = rule_for("repair", step, on)
        except ClockRefused:
            continue
        yield rule.title, rule.working_days or 0, rule.clause
