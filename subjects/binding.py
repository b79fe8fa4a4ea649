"""Binding (主体归集): from the numbers on a row to the subject it is about; new ones are opened. Never by name alone.

Source: A1, A2, design sentence 8.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from credit_platform.statements import array, text_array
from ledger.models import Act
from ledger.moves import note

from .models import FormerName, Identifier, IdentifierType, KeyPerson, Subject
from .naming import normalise

Key = tuple[str, str]  # identifier type, value (of a person's certificate: keyed hash)
USCC, LEGAL_REPRESENTATIVE = IdentifierType.USCC.value, KeyPerson.Role.LEGAL_REPRESENTATIVE.value

# The identifier decides who comes first when two jobs meet the same new code: the later one waits here for the earlier
# one's end, then finds its subject. (Subjects may follow their identifiers: keys are checked at commit.)
OPEN = """
    WITH given AS (
        SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        WITH ORDINALITY AS given (id, type, value, sealed, kind, name, code, place)
    ), ours AS (
        INSERT INTO subjects_identifier (subject_id, type, value, sealed)
        SELECT id, type, value, sealed FROM given ORDER BY place ON CONFLICT DO NOTHING RETURNING subject_id
    )
    INSERT INTO subjects_subject (id, public_id, kind, name, code, created_at)
    SELECT id, gen_random_uuid(), kind, name, code, now() FROM given JOIN ours ON ours.subject_id = given.id
    RETURNING id
"""
REPRESENT = """
    INSERT INTO subjects_keyperson (subject_id, role, name)
    SELECT subject_id, %s, name FROM unnest(%s::bigint[], %s::text[]) AS said (subject_id, name)
    WHERE NOT EXISTS (SELECT FROM subjects_keyperson person
                      WHERE person.subject_id = said.subject_id AND person.role = %s AND person.until IS NULL)
    ON CONFLICT DO NOTHING
"""


@dataclass(slots=True)
class Claim:
    """What a row says about who it concerns. `key` decides; `others` are old numbers that come along."""

    key: Key
    kind: str
    name: str
    sealed: str = ""
    others: tuple[Key, ...] = ()
    legal_representative: str = ""


@dataclass(slots=True)
class Known:
    """A subject on file. `current`, `others`: its names in the spelling in which names are compared. A job may know many
    thousands.
    """

    subject_id: int
    name: str
    code: str
    current: str = ""
    others: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    public: bool = False

    def named(self, normalised: str) -> bool:
        """Whether it has or had this name."""
        return normalised == self.current or normalised in self.others


class Binder:
    """Finds and opens subjects for one job; remembers what it has seen. Use it inside one transaction."""

    def __init__(self) -> None:
        self._known: dict[Key, Known] = {}
        self._represented: set[int] = set()

    def look_up(self, claims: Collection[Claim]) -> None:
        """Read what is on file about these, in one query a table."""
        # Not a difference of sets, which would go over all that is known.
        wanted = {claim.key for claim in claims if claim.key not in self._known}
        wanted |= {key for claim in claims if claim.others for key in claim.others if key not in self._known}
        if not wanted:
            return
        found = Identifier.objects.filter(value__in=[value for _, value in wanted]).values_list(
            "type", "value", "subject_id", "subject__name", "subject__code", "subject__public_since"
        )
        by_subject: dict[int, Known] = {}
        for type_, value, subject_id, name, code, since in found:
            if (type_, value) in wanted:
                known = by_subject.setdefault(subject_id, _known(subject_id, name, code, since is not None))
                self._known[type_, value] = known
        for subject_id, name in FormerName.objects.filter(subject__in=by_subject).values_list("subject_id", "name"):
            by_subject[subject_id].former += (name,)
            by_subject[subject_id].others += (normalise(name),)

    def known(self, claim: Claim) -> Known | None:
        """The subject on file under the claim's key, or one known so far only by an old number and the same name."""
        return self._known.get(claim.key) or self._without_code(claim)

    def stranger(self, claim: Claim) -> Known | None:
        """Another subject that already holds one of the claim's old numbers: a duplicate, or a wrong number."""
        own = self.known(claim) if claim.others else None
        for key in claim.others:
            other = self._known.get(key)
            if other is not None and (own is None or other.subject_id != own.subject_id):
                return other
        return None

    def _without_code(self, claim: Claim) -> Known | None:
        if claim.key[0] != IdentifierType.USCC:
            return None
        for key in claim.others:
            known = self._known.get(key)
            if known and not known.code and known.named(normalise(claim.name)):
                return known
        return None

    def bind(self, claims: Sequence[Claim]) -> list[int]:
        """Subject ids of the claims, in order; opens what is missing and writes down new numbers."""
        self._open([claim for claim in claims if claim.key not in self._known and self.known(claim) is None])
        identifiers = []
        for claim in claims:
            if claim.key in self._known and not claim.others:
                continue
            if self.known(claim) is None:  # an earlier one gave its code to the subject that this one looked like
                self._open([claim])
            known = self.known(claim)
            assert known is not None  # opened
            if claim.key not in self._known:
                self._known[claim.key] = known
                if not known.public:  # what the public reads changes at release only (`receive_code`)
                    self._receive_code(known, claim)
            for key in claim.others:
                if key not in self._known:
                    self._known[key] = known
                    identifiers.append(Identifier(subject_id=known.subject_id, type=key[0], value=key[1]))
        if identifiers:
            Identifier.objects.bulk_create(identifiers, ignore_conflicts=True)
        bound = [self._known[claim.key].subject_id for claim in claims]
        self._note_representatives(bound, claims)
        return bound

    def _receive_code(self, known: Known, claim: Claim) -> None:
        """A subject known by an old number gets its social credit code (A1)."""
        Subject.objects.filter(pk=known.subject_id, code="").update(code=claim.key[1])
        Identifier.objects.create(subject_id=known.subject_id, type=claim.key[0], value=claim.key[1])
        known.code = claim.key[1]

    def _open(self, claims: Sequence[Claim]) -> None:
        first = {claim.key: claim for claim in reversed(claims)}
        if not first:
            return
        keys = sorted(first)
        ids = _new_ids(len(keys))
        values = [*zip(*keys, strict=True), *zip(*(_opening(first[key]) for key in keys), strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(OPEN, [array(ids), *map(text_array, values)])
            ours = {id_ for (id_,) in cursor.fetchall()}
        for key, id_ in zip(keys, ids, strict=True):
            if id_ in ours:
                claim = first.pop(key)
                self._known[key] = _known(id_, claim.name, _code(claim))
        self.look_up(first.values())

    def _note_representatives(self, bound: list[int], claims: Sequence[Claim]) -> None:
        """法定代表人 as first seen; changes of office come with registration data, not with a licence of some year."""
        said: dict[int, str] = {}
        for subject_id, claim in zip(bound, claims, strict=True):
            if subject_id not in self._represented and claim.legal_representative:
                said.setdefault(subject_id, claim.legal_representative)
        if not said:
            return
        self._represented |= said.keys()
        with connection.cursor() as cursor:
            cursor.execute(
                REPRESENT, [LEGAL_REPRESENTATIVE, array(list(said)), text_array(said.values()), LEGAL_REPRESENTATIVE]
            )


def take_name(known: Known, name: str) -> None:
    """The newest name of a subject that nobody has vouched for yet: no record of it stands, the public never saw it."""
    Subject.objects.filter(pk=known.subject_id, public_since__isnull=True).update(name=name)
    known.others += (known.current,)
    known.name, known.current = name, normalise(name)


def receive_code(subject_id: int, code: str, act: Act) -> bool:
    """A public subject known by an old number gets its social credit code, now that a second person has seen it (A1).

    False where another subject holds the code: the credit office merges the two.
    """
    subject = Subject.objects.select_for_update().get(pk=subject_id)
    if subject.code or Identifier.objects.filter(type=IdentifierType.USCC, value=code).exists():
        return False
    Identifier.objects.create(subject=subject, type=IdentifierType.USCC, value=code)
    subject.code = code
    subject.save(update_fields=["code"])
    note(act, subject.object_kind, subject.public_id, "receive_code", "alive")
    return True


def _opening(claim: Claim) -> tuple[str, str, str, str]:
    return claim.sealed, claim.kind, claim.name, _code(claim)


def _code(claim: Claim) -> str:
    return claim.key[1] if claim.key[0] == USCC else ""


def _known(subject_id: int, name: str, code: str, public: bool = False) -> Known:
    current = normalise(name)
    return Known(subject_id, name, code, name if current == name else current, public=public)


def _new_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval((SELECT pg_get_serial_sequence('subjects_subject', 'id'))) FROM generate_series(1, %s)",
            [count],
        )
        return [number for (number,) in cursor.fetchall()]
