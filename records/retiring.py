"""Retiring (退出公示): when nothing about a subject is published any more, the public does not find it any more. Source: C3."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from subjects.models import Subject
from subjects.publishing import make_findable, make_unfindable

from .models import Record


def settle_publicity(subject_ids: Iterable[int], on: date) -> None:
    """Bring what the public finds into line with what is published about these subjects; in the caller's transaction.

    A place on a public list counts, too, of their own or of a subject merged into them. Whoever hides, masks or shows again what
    may be all that there is calls this, or the page of a subject tells that there is something.
    """
    subject_ids = set(subject_ids)
    published = set(
        Record.objects.kept_in_sight(on).filter(subject__in=subject_ids).values_list("subject_id", flat=True)
    )
    theirs = Subject.objects.filter(Q(pk__in=subject_ids) | Q(merged_into__in=subject_ids))
    published |= {merged or pk for pk, merged in theirs.listed(on).values_list("pk", "merged_into_id")}
    make_findable(published, on)
    make_unfindable(subject_ids - published)
