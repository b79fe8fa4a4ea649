"""Storing (入库): new records with their versions and events by COPY, in the caller's transaction. Source: design §7."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone

from credit_platform.copying import Copying
from ledger.models import Act

from .models import Submission
from .reckoning import Facts

OWN = ("document_number", "document_key", "number_key")  # facts that each row has for itself
COMMON = tuple(name for name in Facts.__dataclass_fields__ if name not in OWN)
common_in_order = attrgetter(*COMMON)
# First what all rows of a submission share, then what storing knows, then what `Lines` holds.
RECORD = (
    "kind", "department_id", "submission_id", "arrived_on", "hold_reason", "effect_ended",
    "id", "version_id", "subject_id", "grave", "public_id", "state", *OWN, *COMMON,
)  # fmt: skip
VERSION = (
    "number", "submission_id", "created_at",
    "id", "record_id", "row", "warnings", "content", "sealed", "sameness", "salt", "digest",
)  # fmt: skip
EVENT = ("act_id", "object_kind", "move", "object_id", "state", "digest", "public_until")


def canonical(value: Any) -> str:
    """JSON in one spelling: keys in order, no spaces, characters as they are. Digests are made of it."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


class Lines:
    """What COPY is to read of a row, as far as it does not depend on the database."""

    __slots__ = ("event", "record", "version")

    def __init__(self, facts: Facts, text: str, sealed: str, sameness: str, public_id: str, salt: str):
        state, digest = first_state(facts), _digest(text, salt)
        own = f"{_field(facts.document_number)}\t{_field(facts.document_key)}\t{_field(facts.number_key)}"
        self.record = f"{public_id}\t{state}\t{own}\t{_fields(common_in_order(facts))}\n"
        self.version = f"{_field(text)}\t{sealed}\t{sameness}\t{salt}\t{digest}\n"
        self.event = f"{public_id}\t{state}\t{digest}\t{_field(facts.public_until)}\n"


@dataclass(slots=True)
class Draft:
    """A checked row on its way in."""

    row: int
    subject_id: int
    facts: Facts
    content: dict[str, str]
    sealed: str
    sameness: str
    lines: Lines
    warnings: list[dict] = field(default_factory=list)
    grave: bool = False

    @property
    def state(self) -> str:
        """Where a record of it begins."""
        return first_state(self.facts)


def first_state(facts: Facts) -> str:
    """What cannot be published is kept at once, but a class is for a person to see."""
    return "awaiting" if facts.publishable or facts.internal_reason == "minor" else "internal"


def digest_of(content: dict, salt: str) -> str:
    """Salted commitment to a version's content: 64 hexadecimal digits."""
    return _digest(canonical(content), salt)


def _digest(text: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def store_new(drafts: Sequence[Draft], submission: Submission, act: Act, kind: str, beside: Copying) -> None:
    """Write records, versions and events of rows whose key is not on file, `beside` the caller. Where another job was faster,
    the caller's next statement, or the end of `beside`, raises IntegrityError; the transaction is then run again.
    """
    if not drafts:
        return
    # What all rows of a table begin with.
    record = _fields((kind, submission.department_id, submission.pk, submission.arrived_on, "", False))
    version = _fields((1, submission.pk, timezone.now()))
    event = _fields((act.pk, "record", "submit"))
    rows = list(zip(drafts, _ids(len(drafts)), strict=True))
    # One table goes out while the lines of the next are made.
    beside.copy("records_record", RECORD, [
        f"{record}\t{record_id}\t{version_id}\t{draft.subject_id}\t{draft.grave}\t{draft.lines.record}"
        for draft, (record_id, version_id) in rows
    ])  # fmt: skip
    beside.copy("records_version", VERSION, [
        f"{version}\t{version_id}\t{record_id}\t{draft.row}\t{_warnings(draft)}\t{draft.lines.version}"
        for draft, (record_id, version_id) in rows
    ])  # fmt: skip
    beside.copy("ledger_event", EVENT, [f"{event}\t{draft.lines.event}" for draft in drafts])


def _warnings(draft: Draft) -> str:
    return _field(canonical(draft.warnings)) if draft.warnings else "[]"


def _ids(count: int) -> list[tuple[int, int]]:
    """(of a record, of its version)."""
    with connection.cursor() as cursor:
        # In a sub-select they are looked up once, not for every number.
        cursor.execute(
            "SELECT nextval((SELECT pg_get_serial_sequence('records_record', 'id'))),"
            " nextval((SELECT pg_get_serial_sequence('records_version', 'id'))) FROM generate_series(1, %s)",
            [count],
        )
        return cursor.fetchall()


def random_numbers(count: int) -> Iterator[tuple[str, str]]:
    """(public id: a random UUID of version 4, salt) for so many rows, each as 32 hexadecimal digits."""
    digits = os.urandom(32 * count).hex()
    for at in range(0, 64 * count, 64):
        variant = "89ab"[int(digits[at + 16], 16) % 4]
        yield (
            f"{digits[at : at + 12]}4{digits[at + 13 : at + 16]}{variant}{digits[at + 17 : at + 32]}",
            digits[at + 32 : at + 64],
        )


@lru_cache(maxsize=4_096)
def _fields(values: tuple) -> str:
    return "\t".join(map(_field, values))


def _field(value: Any) -> str:
    """As COPY reads it in its text format."""
    if value is None:
        return "\\N"
    text = value if isinstance(value, str) else str(value)
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\t" in text or "\n" in text or "\r" in text:
        text = text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text
