"""邮件提醒的来由: what of the own file representatives are told of by mail: letters that can be read now, that another may act for them,
that a body registered their authorisation, days by which they have to act; and their person, that their claim was refused or ended by
somebody else. Source: F1.

Follows the ledger by position, as exchange/removing.py does: what was decided is told after its commit, once. The mails themselves and
their outbox: representation/notice_mails.py.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from blacklists.models import Entry, Letter, Nomination
from blacklists.procedure import STATEMENT
from checks.models import Authorisation
from commitments.models import Commitment, LatePapers
from disputes.models import DisputeLetter
from exchange.sight import newest
from ledger.models import Position
from repairs.models import RepairLetter
from representation.models import Claim, NewsPlace, Representative
from representation.notice_mails import drain, owe, owe_to
from rules.calendar import working_calendar
from rules.models import CaseClock
from sanctions.models import CaseLetter
from subjects.models import Subject

from .letters import FAMILIES

SPAN = 20_000  # positions that are looked through in one transaction
AHEAD = 3  # working days before a day of theirs
# Kind of the object in the ledger → the family of letters that it is of, their rows, the cases that name the subject.
LETTERS: dict[str, tuple[str, Any, tuple[str, ...]]] = {
    Letter.object_kind: ("list", Letter.objects, ("entry", "nomination")),
    CaseLetter.object_kind: ("minor", CaseLetter.objects, ("case",)),
    RepairLetter.object_kind: ("repair", RepairLetter.objects, ("repair",)),
    DisputeLetter.object_kind: ("dispute", DisputeLetter.objects, ("dispute",)),
}
# Kind → moves that concern whoever is named, and the rows.
OTHERS: dict[str, tuple[tuple[str, ...], Any]] = {
    Authorisation.object_kind: (("register",), Authorisation.objects),
    Claim.object_kind: (("approve_claim", "prove_claim"), Claim.objects),
}
# Moves by which somebody else ends a claim: who filed it is told, and nobody who may act for the subject.
ENDED = ("refuse_claim", "end_claim", "remove_claim")
WHOSE = Coalesce("subject__merged_into", "subject")
Thing = tuple[int, str]


def follow(on: date) -> int:
    """Write down whom to tell of what the ledger says that is new, then send what waits; returns mails sent. What was before the first
    run is told to nobody. Safe to run twice, at once, or late. Raises ServerDown.
    """
    NewsPlace.objects.get_or_create(pk=1, defaults={"position": newest()})
    while _next(on):
        pass
    return drain(timezone.now())


def _next(on: date) -> bool:
    """One stretch; whether there is more."""
    with transaction.atomic():
        place = NewsPlace.objects.select_for_update(skip_locked=True).filter(pk=1).first()
        if place is None:
            return False  # another process is at it
        end = newest()
        bound = min(place.position + SPAN, end)
        owe(list(_things(place.position, bound)), on=on)
        owe_to(list(_ended(place.position, bound)))
        place.position = max(bound, place.position)
        place.save(update_fields=["position"])
        return bound < end


def _things(after: int, bound: int) -> Iterator[Thing]:
    rows = Position.objects.filter(seq__gt=after, seq__lte=bound, event__object_kind__in=[*LETTERS, *OTHERS])
    touched: dict[str, set[UUID]] = {}
    for kind, object_id, move in rows.values_list("event__object_kind", "event__object_id", "event__move"):
        if kind in LETTERS or move in OTHERS[kind][0]:
            touched.setdefault(kind, set()).add(object_id)
    for kind, ids in touched.items():
        if kind in LETTERS:
            yield from _letters(kind, ids)
        else:
            yield from _named(kind, OTHERS[kind][1].filter(public_id__in=ids))


def _ended(after: int, bound: int) -> Iterator[tuple[Representative, str]]:
    """Persons whose claim somebody else ended in this stretch."""
    rows = Position.objects.filter(
        seq__gt=after, seq__lte=bound, event__object_kind=Claim.object_kind, event__move__in=ENDED
    )
    claims = Claim.objects.filter(
        public_id__in=rows.values("event__object_id"), state__in=("refused", "ended", "removed")
    )
    for claim in claims.select_related("representative"):
        yield claim.representative, f"ended:{Claim.object_kind}:{claim.public_id}"


def _letters(kind: str, ids: set[UUID]) -> Iterator[Thing]:
    """Those that the subject finds under 收到的文书 by now."""
    family, every, cases = LETTERS[kind]
    for case in cases:
        rows = every.filter(public_id__in=ids, **{f"{case}__isnull": False})
        whose = Coalesce(f"{case}__subject__merged_into", f"{case}__subject")
        found = dict(rows.values_list("public_id", whose))
        readable = FAMILIES[family](_family(found.values())).filter(public_id__in=found)
        for one in readable.values_list("public_id", flat=True):
            yield found[one], f"{kind}:{one}"


def _family(whole: Iterable[int]) -> list[int]:
    """These subjects and all that were merged into them."""
    ids = set(whole)
    return [*ids, *Subject.objects.filter(merged_into__in=ids).values_list("pk", flat=True)]


def _named(kind: str, rows: QuerySet, *, mark: str = "") -> Iterator[Thing]:
    for one, whose in rows.filter(subject__isnull=False).values_list("public_id", WHOSE):
        yield whose, f"{mark}{kind}:{one}"


def remind_representatives(on: date) -> int:
    """期限提醒: three working days before a day by which the subject itself has to act; returns reminders made. Once each."""
    until = working_calendar().add(on, AHEAD).date
    late = LatePapers.objects.open().filter(promised_by__range=(on, until))
    promised = Commitment.objects.open().filter(fulfil_by__range=(on, until))
    listed = Entry.objects.in_force(on).filter(correct_by__range=(on, until))
    things = [
        *_named("late_papers", late, mark="due:"),
        *_named("commitment", promised, mark="due:"),
        *_named("entry", listed, mark="due:"),
    ]
    hearing = CaseClock.objects.open().filter(step=STATEMENT, due__range=(on, until)).values("case_id")
    for model in (Entry, Nomination):
        things += _named(model.object_kind, model.objects.filter(public_id__in=hearing), mark="statement:")
    return owe(things, on=on)
