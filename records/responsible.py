"""Responsibility (责任人员): whose serious acts are written into whose file, for staff only. Source: A3, Yingkou (四)(十一).

Derived, not stored: a serious act belongs to those who led or controlled the subject on the day of the decision. When the act
is corrected or leaves, so does it here.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from subjects.models import KeyPerson, Subject
from subjects.querysets import ANSWERABLE, IN_CONTROL

from .models import GONE, Record

WHOSE = "subject__positions__subject"  # of a record of a person: the subject behind it


def responsible_for(record: Record) -> QuerySet[KeyPerson]:
    """Who answers for a serious act; nobody for any other."""
    people = KeyPerson.objects.filter(subject=record.subject_id).select_related("person")
    if record.seriousness != "serious" or record.state in GONE:
        return people.none()
    return people.answerable().in_office(record.decided_on).order_by("role", "pk")


def acts_of_those_led(person: Subject) -> QuerySet[Record]:
    """Serious acts of subjects that `person` led or controlled at the time, newest first."""
    return _while_in_office("subject__key_people", ANSWERABLE, person).order_by("-decided_on", "-pk")


def acts_of_those_in_control(subject: Subject) -> QuerySet[Record]:
    """Serious acts of the people who control `subject`, by themselves; they count for it. Newest first."""
    return controlled([subject.pk]).distinct().order_by("-decided_on", "-pk")


def controlled(subject_ids: Iterable[int] | None = None) -> QuerySet[Record]:
    """Serious acts of people, one row for each subject (WHOSE) that they controlled at the time; of these subjects alone."""
    tenure: dict[str, Any] = {"subject__positions__role__in": IN_CONTROL}
    if subject_ids is not None:
        tenure[f"{WHOSE}__in"] = subject_ids
    return Record.objects.filter(_covers("subject__positions"), seriousness="serious", **tenure).exclude(state__in=GONE)


def _while_in_office(path: str, roles: tuple[str, ...], person: Subject) -> QuerySet[Record]:
    rows = Record.objects.filter(
        _covers(path), seriousness="serious", **{f"{path}__person": person, f"{path}__role__in": roles}
    )
    return rows.exclude(state__in=GONE).distinct()


def _covers(path: str) -> Q:
    """The tenure at the end of `path` covers the decision."""
    return (Q(**{f"{path}__since__isnull": True}) | Q(**{f"{path}__since__lte": F("decided_on")})) & (
        Q(**{f"{path}__until__isnull": True}) | Q(**{f"{path}__until__gte": F("decided_on")})
    )
