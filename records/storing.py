"""Storing (入库): new records with their versions and events by COPY, in the caller's transaction. Source: design §7."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any

import orjson
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


def canonical(value: Any) -> bytes:
    """JSON in one spelling: keys in order, no spaces, characters as they are (UTF-8). Digests are made of it."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


class Lines:
    """What COPY is to read of a row: at first as far as it does not depend on the database, whole after `write_lines`."""

    __slots__ = ("event", "record", "version")

    def __init__(self, facts: Facts, text: bytes, sealed: str, sameness: str, public_id: str, salt: str):
        state, digest = first_state(facts), _digest(text, salt)
        own = f"{_field(facts.document_number)}\t{_field(facts.document_key)}\t{_field(facts.number_key)}"
        self.record = f"{public_id}\t{state}\t{own}\t{_fields(common_in_order(facts))}\n"
        # JSON has no line ends or tabs of its own.
        self.version = text.replace(b"\\", b"\\\\") + f"\t{sealed}\t{sameness}\t{salt}\t{digest}\n".encode()
        self.event = f"{public_id}\t{state}\t{digest}\t{_fields((facts.public_until,))}\n"


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


def _digest(text: bytes, salt: str) -> str:
    return hashlib.sha256(b"%b:%b" % (salt.encode(), text)).hexdigest()


# (of a record, of its version). In a sub-select the sequences are looked up once, not for every number.
NUMBERS = """
    SELECT nextval((SELECT pg_get_serial_sequence('records_record', 'id'))),
           nextval((SELECT pg_get_serial_sequence('records_version', 'id'))) FROM generate_series(1, %s)
"""
ORDERED = 4  # times as many as are asked for, so that not each chunk asks


class Numbers:
    """Ids of records and versions, ordered before they are needed. Those that nobody needs are lost."""

    def __init__(self, beside: Copying):
        self._beside = beside
        self._kept: list[tuple] = []
        self._ordered: Callable[[], list[tuple]] = list

    def order(self, count: int) -> None:
        """Some for `take`s of so many, where they are not there yet."""
        if len(self._kept) < count:
            self._kept += self._ordered()
            self._ordered = self._beside.ask(NUMBERS, ORDERED * count)

    def take(self, count: int) -> list[tuple]:
        """So many (of a record, of its version)."""
        if len(self._kept) < count:
            self._kept += self._ordered()
            self._ordered = list
        if len(self._kept) < count:
            self._kept += self._beside.ask(NUMBERS, count - len(self._kept))()
        taken, self._kept = self._kept[:count], self._kept[count:]
        return taken


def write_lines(drafts: Sequence[Draft], numbers: Numbers, submission: Submission, act: Act, kind: str) -> None:
    """The lines of drafts as they go to the database if they are new."""
    # What all rows of a table begin with.
    record = _fields((kind, submission.department_id, submission.pk, submission.arrived_on, "", False))
    version = _fields((1, submission.pk, timezone.now()))
    event = _fields((act.pk, "record", "submit"))
    for draft, (record_id, version_id) in zip(drafts, numbers.take(len(drafts)), strict=True):
        lines = draft.lines
        lines.record = f"{record}\t{record_id}\t{version_id}\t{draft.subject_id}\t{draft.grave}\t{lines.record}"
        head = f"{version}\t{version_id}\t{record_id}\t{draft.row}\t{_warnings(draft)}\t"
        lines.version = head.encode() + lines.version
        lines.event = f"{event}\t{lines.event}"


def store_new(drafts: Sequence[Draft], beside: Copying) -> None:
    """Write records, versions and events of rows whose key is not on file, `beside` the caller. Where another job was faster,
    the caller's next statement, or the end of `beside`, raises IntegrityError; the transaction is then run again.
    """
    if not drafts:
        return
    beside.copy("records_record", RECORD, "".join([draft.lines.record for draft in drafts]).encode())
    beside.copy("records_version", VERSION, b"".join([draft.lines.version for draft in drafts]))
    beside.copy("ledger_event", EVENT, "".join([draft.lines.event for draft in drafts]).encode())
    for draft in drafts:
        del draft.lines  # the draft itself lives on while the next ones are met


def _warnings(draft: Draft) -> str:
    return _field(canonical(draft.warnings).decode()) if draft.warnings else "[]"


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
