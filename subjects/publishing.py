"""Publishing a subject (主体公开): from its first published record on, the public finds it by name and code. Source: G1, G6."""

from collections.abc import Iterable
from datetime import date

from .indexing import index_subjects
from .models import Subject, SubjectKind


def make_findable(subject_ids: Iterable[int], on: date) -> int:
    """Note the day and index the names of those that were not public yet; returns how many. Never a natural person."""
    hidden = Subject.objects.alive().filter(pk__in=list(subject_ids), public_since__isnull=True)
    fresh = list(hidden.exclude(kind=SubjectKind.PERSON).select_for_update().values_list("pk", flat=True))
    Subject.objects.filter(pk__in=fresh).update(public_since=on)
    if fresh:
        index_subjects(fresh)
    return len(fresh)


def make_unfindable(subject_ids: Iterable[int]) -> int:
    """The reverse: nothing about them is published any more. Returns how many. Staff still finds them."""
    public = Subject.objects.filter(pk__in=list(subject_ids), public_since__isnull=False)
    gone = list(public.select_for_update().values_list("pk", flat=True))
    Subject.objects.filter(pk__in=gone).update(public_since=None)
    if gone:
        index_subjects(gone)
    return len(gone)
