"""信用状况: what speaks for and against many subjects at once, each fact as (subject, words). One query a source. Source: E7.

A record counts once a person or the clock has looked at it (released, or kept for departments); what is still with its reviewer,
held back, withdrawn, or void by the department's own word says nothing against anybody.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Min, Q, QuerySet

from blacklists.models import Entry, Exit, Nomination
from records.models import Record

LOOKED_AT = "平台归集的行政处罚、违背信用承诺、经营异常、失信被执行人和严重失信名单"
REVIEWED = ("released", "internal", "ended")
LISTS = ("listed", "debtor")  # 严重失信主体名单 of other places, 失信被执行人
STATES_OF_THINGS = (*LISTS, "abnormal")  # they last from a day to a day; a penalty is of its day
DECIDED = ("penalty", "breach")  # of their day
# An entry that was wrong, or is repaired (not to be used any more), was none.
AGAINST_NOBODY = (Exit.OBJECTION, Exit.REVOKED, Exit.GROUNDS_GONE, Exit.REPAIRED)

Fact = tuple[int, str]


def models(subjects: list[int], on: date, honours: tuple[str, ...]) -> Iterator[Fact]:
    """诚信典型: on the red list, on one of another place, or holding one of the honours that the text names."""
    red = Nomination.objects.in_force(on).filter(subject__in=subjects).order_by("pk")
    for pk, title, until in red.values_list("subject_id", "title", "until"):
        yield pk, f"守信红名单“{title}”，有效期至{until}"
    rows = _held(subjects).filter(kind__in=["honour", "praised"], decided_on__lte=on)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on)).order_by("pk")
    for pk, kind, content in rows.values_list("subject_id", "kind", "version__content"):
        name = content.get("HR_MD" if kind == "praised" else "RY_MC", "")
        if kind == "praised":
            yield pk, f"守信名单“{name}”（{content.get('HR_JG', '')}）"
        elif any(one in name or (len(name) > 3 and name in one) for one in honours):
            yield pk, f"荣誉“{name}”（{content.get('RY_JG', '')}）"


def listed(subjects: list[int], on: date) -> Iterator[Fact]:
    """On a list of the seriously untrustworthy today: ours, another place's, or the courts'."""
    entries = Entry.objects.in_force(on).filter(subject__in=subjects).order_by("pk")
    for pk, title, until in entries.values_list("subject_id", "behaviour_title", "until"):
        yield pk, f"严重失信主体名单（{title}，至{until}）"
    rows = _lasting(_held(subjects).filter(kind__in=LISTS), on, on)
    yield from _records(rows)


def bad(subjects: list[int], since: date, on: date) -> Iterator[Fact]:
    """不良信用记录 of the days from `since` to `on`."""
    entries = Entry.objects.filter(subject__in=subjects, state__in=["published", "filed", "left"])
    entries = entries.filter(effective_from__lte=on).exclude(exit__in=AGAINST_NOBODY)
    lasted = Q(state="left", left_on__gte=since) | ~Q(state="left") & Q(until__gte=since)
    for pk, title, day in (
        entries.grounded().filter(lasted).order_by("pk").values_list("subject_id", "behaviour_title", "decided_on")
    ):
        yield pk, f"严重失信主体名单（{title}，{day}）"
    rows = _held(subjects)
    decided = rows.filter(kind__in=DECIDED, decided_on__gte=since, decided_on__lte=on)
    yield from _records(decided | _lasting(rows.filter(kind__in=STATES_OF_THINGS), since, on))


def founded(subjects: list[int]) -> QuerySet:
    """Day of the 设立登记 of those whose is on file: (subject, day)."""
    rows = _held(subjects).filter(kind="registration", version__content__DJ_SX__icontains="设立")
    return rows.values("subject_id").annotate(day=Min("decided_on")).values_list("subject_id", "day").order_by()


def _held(subjects: list[int]) -> QuerySet[Record]:
    return Record.objects.filter(subject__in=subjects, state__in=REVIEWED).exclude(internal_reason="invalid")


def _lasting(rows: QuerySet[Record], since: date, on: date) -> QuerySet[Record]:
    return rows.filter(decided_on__lte=on).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=since))


def _records(rows: QuerySet[Record]) -> Iterator[Fact]:
    said = rows.order_by(F("decided_on").desc(), "pk").values_list(
        "subject_id", "kind", "document_number", "decided_on"
    )
    titles = dict(Record._meta.get_field("kind").flatchoices)  # type: ignore[union-attr]
    for pk, kind, number, day in said:
        yield pk, f"{titles[kind]}（{number}，{day}）"
