"""Listing (公示或内部执行): the entry takes effect once its decision is served. Natural persons are never public. Source: D3, G6."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.models import Officer
from ledger.acts import Actor, record_act
from records.freezing import FROZEN, stands_frozen
from records.retiring import settle_publicity
from subjects.models import Subject

from .models import Entry, Nomination
from .notifying import APPROVERS
from .refusals import SELF, ListRefused, locked, move, must_hold


@transaction.atomic
def publish(entry: Entry, *, officer: Officer, actor: Actor, on: date) -> None:
    """公示 by code; of a natural person: in force for departments only. Raises ListRefused."""
    must_hold(officer, *APPROVERS, said="公示由审核员或信用办审批办理。")
    entry = locked(entry, officer)
    if officer.pk == entry.proposer_id:
        raise ListRefused(SELF)
    if not Entry.objects.grounded().filter(pk=entry.pk).exists():
        raise ListRefused("所依据的决定已经撤销，不能公示。")
    if entry.until is None or entry.until < on:
        raise ListRefused("列入期限已满，不再公示。")
    person = entry.person or entry.subject.kind == "person"
    if not person and stands_frozen():
        raise ListRefused(FROZEN)
    act = record_act("file_entry" if person else "publish_entry", actor, on)
    if person:
        move(entry, "file", act, publisher=officer, effective_from=on)
        return
    move(entry, "publish", act, publisher=officer, effective_from=on, public_from=on)
    settle([entry.subject_id], on)


def settle(subject_ids: Iterable[int], on: date) -> None:
    """Bring what the public finds into line: until when each is on a public list is noted with the subject itself."""
    subject_ids = set(subject_ids)
    ends = _ends(on, subject_ids)
    rows = list(Subject.objects.filter(pk__in=subject_ids).order_by("pk").select_for_update())
    for subject in rows:
        subject.listed_until = ends.get(subject.pk)
    Subject.objects.bulk_update(rows, ["listed_until"])
    settle_publicity({subject.merged_into_id or subject.pk for subject in rows}, on)


def settle_unnoted(on: date) -> int:
    """补登: those whose note is not what the lists say, however that came. Returns how many. Idempotent."""
    ends = _ends(on)
    noted = dict(Subject.objects.listed(on).values_list("pk", "listed_until"))
    wrong = {pk for pk in {*ends, *noted} if ends.get(pk) != noted.get(pk)}
    with transaction.atomic():
        settle(wrong, on)
    return len(wrong)


def standing_among(subject_ids: Iterable[int], on: date) -> set[int]:
    """在列 of these subjects: those that are on a public list that day, as the lists say; merged ones count as the kept one."""
    asked = set(subject_ids)
    found: set[int] = set()
    for rows in (Entry.objects.public(on), Nomination.objects.public(on)):
        about = rows.filter(Q(subject__in=asked) | Q(subject__merged_into__in=asked))
        for subject, merged_into in about.values_list("subject_id", "subject__merged_into_id"):
            found |= {subject, merged_into} & asked
    return found


def _ends(on: date, subject_ids: Iterable[int] | None = None) -> dict[int, date]:
    """Last day on a public list, of each that is on one."""
    found: dict[int, date] = {}
    for rows in (Entry.objects.public(on), Nomination.objects.public(on)):
        if subject_ids is not None:
            rows = rows.filter(subject__in=subject_ids)
        for subject, until in rows.values_list("subject_id", "until"):
            found[subject] = max(found.get(subject, until), until)
    return found
