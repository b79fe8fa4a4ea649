"""报告核验: whether a print still says what the platform says: derived when asked, so that a withdrawal needs to tell nobody. H1.

Valid, superseded (something of it has changed or left since), unknown; and never which or why: whoever holds the paper is not thereby
told anything that is not public. So what came since counts only in a special report, whose answer is about a period, and only
where everybody may see it.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from subjects.models import Subject

from .domains import chosen
from .gathering import about, kept, public_sections, same
from .items import TOTAL, Item, digests
from .models import CreditReport
from .special import Question, items


class Standing(StrEnum):
    """What is answered of a report."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


def find(number: str, code: str) -> CreditReport | None:
    """The report of number and code: whoever holds both holds the paper. None for any other."""
    if not number or not code:
        return None
    rows = CreditReport.objects.select_related("subject__merged_into")
    return rows.filter(number=number, code=code).first()


def standing(report: CreditReport | None, on: date) -> Standing:
    """As of the day."""
    if report is None:
        return Standing.UNKNOWN
    subject = kept(report.subject)
    if report.basis == CreditReport.Basis.PUBLIC and not Subject.objects.public().filter(pk=subject.pk).exists():
        return Standing.SUPERSEDED
    found = printed_now(report, subject, same(subject), on)
    now = digests(found, report.code)
    told = {
        key: digest for key, digest in report.contents.items() if not key.startswith(TOTAL)
    }  # more came: it still says so much
    if any(now.get(key) != digest for key, digest in told.items()):
        return Standing.SUPERSEDED
    special = report.kind == CreditReport.Kind.SPECIAL
    if special and any(item.public and item.key not in report.contents for item in found):
        return Standing.SUPERSEDED
    return Standing.VALID


def printed_now(report: CreditReport, subject: Subject, ids: Sequence[int], on: date) -> list[Item]:
    """What the same report would print today."""
    if report.kind == CreditReport.Kind.PUBLIC:
        found = public_sections(subject, ids, on, printed=report.contents)
        return [item for section in found for item in section.items]
    assert report.since is not None  # a constraint of the database
    assert report.until is not None
    question = Question(
        report.since, report.until, tuple(chosen(report.domains, on)), report.basis == CreditReport.Basis.PUBLIC
    )
    return [about(subject, ids), *items(subject, ids, question, on)]
