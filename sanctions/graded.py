"""Sanctions by grade (分级惩戒): a fairly serious grade that the office took up sets a joint action going, with measures of that
grade only, each with its last day. Source: E5; Hua 二(四)2.
"""

from datetime import date

from blacklists.models import GradeProposal, ReportedAct
from blacklists.refusals import ListRefused
from credit_platform.workdays import months_later
from records.models import Record
from rules.jurisdictions import NoValue, value
from rules.models import MeasureItem

from .models import GradeGround, JointAction

FAIRLY = "较重"  # MeasureItem.grade
REASONED = "较重失信"  # of a line of a proposal's reasoning


def fairly_serious():
    """较重失信意见 that the office took up; of organisations, for the text is about enterprises."""
    return GradeProposal.objects.filter(state="taken_up", grade="fairly").exclude(subject__kind="person")


def keep_grounds(action: JointAction, proposal: GradeProposal) -> None:
    """Which acts each line of reasoning that reaches the grade rests on, in the caller's transaction."""
    acts = _named(ReportedAct.objects.all(), proposal, "act")
    records = _named(Record.objects.all(), proposal, "record")
    rows = []
    lines = [one["acts"] for one in proposal.reasoning if one["grade"] == REASONED]
    for number, references in enumerate(lines, 1):
        rows += [GradeGround(action=action, line=number, act=one) for one in acts if one.document in references]
        rows += [
            GradeGround(action=action, line=number, record=one) for one in records if one.document_number in references
        ]
    GradeGround.objects.bulk_create(rows)


def _named(rows, proposal: GradeProposal, kind: str) -> list:
    return list(rows.filter(public_id__in=[one["public_id"] for one in proposal.acts if one["kind"] == kind]))


def check_graded(action: JointAction, item: MeasureItem, until: date | None, on: date) -> date | None:
    """The measure's last day where the action rests on a grade; None where the entry says it. Raises ListRefused."""
    if action.grading_id is None:
        return None
    if item.grade != FAIRLY:
        raise ListRefused("较重失信只能采取措施清单中列明适用于较重失信的措施。")
    if until is None or until <= on:
        raise ListRefused("请填写惩戒的截止日期，应晚于今天。")
    if until > last_day(on):
        raise ListRefused(f"较重失信惩戒最长{longest_months(on)}个月，截止日期不能晚于{last_day(on)}。")
    return until


def longest_months(on: date) -> int:
    """较重失信惩戒的最长期限."""
    try:
        return value("measures.fairly_longest_months", on).value
    except NoValue:
        return 12


def last_day(on: date) -> date:
    """The latest day that such a measure, planned today, may end on."""
    return months_later(on, longest_months(on))
