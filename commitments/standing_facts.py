"""信用状况: what speaks for and against many subjects at once, each fact as (subject, words). One query a source. Source: E7.

A record counts once a person or the clock has looked at it (released, or kept for departments); what is still with its reviewer,
held back, withdrawn, or void by the department's own word says nothing against anybody.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db.models import F, Min, Q, QuerySet

from blacklists.models import Entry, Exit, Nomination
from credit_platform.prepared import AnyOf, Prepared
from records.models import Record

LOOKED_AT = "平台归集的行政处罚、违背信用承诺、经营异常、失信被执行人和严重失信名单"
REVIEWED = ("released", "internal", "ended")
LISTS = ("listed", "debtor")  # 严重失信主体名单 of other places, 失信被执行人
STATES_OF_THINGS = (*LISTS, "abnormal")  # they last from a day to a day; a penalty is of its day
DECIDED = ("penalty", "breach")  # of their day
# An entry that was wrong, or is repaired (not to be used any more), was none.
AGAINST_NOBODY = (Exit.OBJECTION, Exit.REVOKED, Exit.GROUNDS_GONE, Exit.REPAIRED)

Fact = tuple[int, str]
Ids = Sequence[int]


def models(subjects: list[int], on: date, honours: tuple[str, ...]) -> Iterator[Fact]:
    """诚信典型: on the red list, on one of another place, or holding one of the honours that the text names."""
    for red in RED.rows(subjects=subjects, on=on):
        yield red["subject_id"], f"守信红名单“{red['title']}”，有效期至{red['until']}"
    for row in HONOURED.rows(subjects=subjects, on=on):
        pk, kind, content = row["subject_id"], row["kind"], row["version__content"]
        name = content.get("HR_MD" if kind == "praised" else "RY_MC", "")
        if kind == "praised":
            yield pk, f"守信名单“{name}”（{content.get('HR_JG', '')}）"
        elif any(one in name or (len(name) > 3 and name in one) for one in honours):
            yield pk, f"荣誉“{name}”（{content.get('RY_JG', '')}）"


def listed(subjects: list[int], on: date) -> Iterator[Fact]:
    """On a list of the seriously untrustworthy today: ours, another place's, or the courts'."""
    for row in LISTED_HERE.rows(subjects=subjects, on=on):
        yield row["subject_id"], f"严重失信主体名单（{row['behaviour_title']}，至{row['until']}）"
    yield from _told(LISTED_ELSEWHERE.rows(subjects=subjects, on=on))


def bad(subjects: list[int], since: date, on: date) -> Iterator[Fact]:
    """不良信用记录 of the days from `since` to `on`."""
    for row in ENTRIES.rows(subjects=subjects, since=since, on=on):
        yield row["subject_id"], f"严重失信主体名单（{row['behaviour_title']}，{row['decided_on']}）"
    yield from _told(BAD_RECORDS.rows(subjects=subjects, since=since, on=on))


def founded(subjects: list[int]) -> Iterator[tuple[int, date]]:
    """Day of the 设立登记 of those whose is on file: (subject, day)."""
    for row in FOUNDED.rows(subjects=subjects):
        yield row["subject_id"], row["day"]


def _red(subjects: Ids, on: date) -> QuerySet:
    rows = Nomination.objects.in_force(on).filter(AnyOf("subject_id", subjects))
    return rows.order_by("pk").values("subject_id", "title", "until")


def _honoured(subjects: Ids, on: date) -> QuerySet:
    rows = _held(subjects).filter(kind__in=["honour", "praised"], decided_on__lte=on)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on)).order_by("pk")
    return rows.values("subject_id", "kind", "version__content")


def _listed_here(subjects: Ids, on: date) -> QuerySet:
    rows = Entry.objects.in_force(on).filter(AnyOf("subject_id", subjects)).order_by("pk")
    return rows.values("subject_id", "behaviour_title", "until")


def _listed_elsewhere(subjects: Ids, on: date) -> QuerySet:
    return _in_words(_lasting(_held(subjects).filter(kind__in=LISTS), on, on))


def _entries(subjects: Ids, since: date, on: date) -> QuerySet:
    rows = Entry.objects.filter(AnyOf("subject_id", subjects), state__in=["published", "filed", "left"])
    rows = rows.filter(effective_from__lte=on).exclude(exit__in=AGAINST_NOBODY)
    lasted = Q(state="left", left_on__gte=since) | ~Q(state="left") & Q(until__gte=since)
    return rows.grounded().filter(lasted).order_by("pk").values("subject_id", "behaviour_title", "decided_on")


def _bad_records(subjects: Ids, since: date, on: date) -> QuerySet:
    rows = _held(subjects)
    decided = rows.filter(kind__in=DECIDED, decided_on__gte=since, decided_on__lte=on)
    return _in_words(decided | _lasting(rows.filter(kind__in=STATES_OF_THINGS), since, on))


def _founded(subjects: Ids) -> QuerySet:
    rows = _held(subjects).filter(kind="registration", version__content__DJ_SX__icontains="设立")
    return rows.values("subject_id").annotate(day=Min("decided_on")).order_by()


def _held(subjects: Ids) -> QuerySet[Record]:
    rows = Record.objects.filter(AnyOf("subject_id", subjects), state__in=REVIEWED)
    return rows.exclude(internal_reason="invalid")


def _lasting(rows: QuerySet[Record], since: date, on: date) -> QuerySet[Record]:
    return rows.filter(decided_on__lte=on).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=since))


def _in_words(rows: QuerySet[Record]) -> QuerySet:
    return rows.order_by(F("decided_on").desc(), "pk").values("subject_id", "kind", "document_number", "decided_on")


def _told(rows: Sequence[Mapping]) -> Iterator[Fact]:
    titles = dict(Record._meta.get_field("kind").flatchoices)  # type: ignore[union-attr]
    for row in rows:
        yield row["subject_id"], f"{titles[row['kind']]}（{row['document_number']}，{row['decided_on']}）"


RED = Prepared(_red, subjects=list, on=date)
HONOURED = Prepared(_honoured, subjects=list, on=date)
LISTED_HERE = Prepared(_listed_here, subjects=list, on=date)
LISTED_ELSEWHERE = Prepared(_listed_elsewhere, subjects=list, on=date)
ENTRIES = Prepared(_entries, subjects=list, since=date, on=date)
BAD_RECORDS = Prepared(_bad_records, subjects=list, since=date, on=date)
FOUNDED = Prepared(_founded, subjects=list)
