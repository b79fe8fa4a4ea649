"""Listing (公示或内部执行): the entry takes effect once its decision is served. Natural persons are never public. Source: D3, G6."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.models import Officer
from ledger.acts import Actor, record_act
from records.freezing import FROZEN, stands_frozen
from records.retiring import settle_publicity
from subjects.models import Subject
from subjects.publishing import make_findable

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
    """Bring what the public finds into line: whoever is on a list is found, beside those with published records."""
    subject_ids = set(subject_ids)
    settle_publicity(subject_ids, on)
    make_findable(_listed(on) & subject_ids, on)


def find_listed(on: date) -> int:
    """补登: subjects on a list whom the public lost from sight when their last record left. Returns how many."""
    return make_findable(_listed(on), on)


def _listed(on: date) -> set[int]:
    hidden = Subject.objects.filter(public_since__isnull=True)
    entries = Entry.objects.public(on).filter(subject__in=hidden).values_list("subject_id", flat=True)
    red = Nomination.objects.public(on).filter(subject__in=hidden).values_list("subject_id", flat=True)
    return {*entries, *red}
