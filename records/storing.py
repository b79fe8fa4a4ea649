"""Storing (入库): new records with their versions and events by COPY, in the caller's transaction. Source: design §7."""

import csv
import hashlib
import io
import json
import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db import connection
from django.utils import timezone

from ledger.models import Act

from .models import Submission
from .reckoning import Facts

FACT_NAMES = tuple(Facts.__dataclass_fields__)
facts_in_order = attrgetter(*FACT_NAMES)
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
RECORD = (
    "id", "public_id", "kind", "subject_id", "department_id", "submission_id", "arrived_on", "state", "grave",
    "hold_reason", "effect_ended", "version_id", *FACT_NAMES,
)  # fmt: skip
TEXTS = ("hold_reason", "number_key", "internal_reason", "seriousness", "derived", "rule_set", "field")
VERSION = (
    "id", "record_id", "number", "content", "sealed", "sameness", "salt", "digest", "warnings", "submission_id", "row",
    "created_at",
)  # fmt: skip
EVENT = ("act_id", "object_kind", "object_id", "move", "state", "digest", "public_until")


@dataclass(slots=True)
class Draft:
    """A checked row on its way in."""

    row: int
    subject_id: int
    facts: Facts
    content: dict[str, str]
    text: str  # content as `canonical` writes it
    sealed: str
    sameness: str
    warnings: list[dict]
    grave: bool

    @property
    def state(self) -> str:
        """Where a record of it begins: what cannot be published is kept at once, but a class is for a person to see."""
        return "awaiting" if self.facts.publishable or self.facts.internal_reason == "minor" else "internal"


def digest_of(content: dict, salt: str) -> str:
    """Salted commitment to a version's content: 64 hexadecimal digits."""
    return _digest(canonical(content), salt)


def _digest(text: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def store_new(drafts: Sequence[Draft], submission: Submission, act: Act, kind: str) -> None:
    """Write records, versions and events of rows whose key is not on file. Raises IntegrityError where another job was
    faster; the caller's transaction is then run again.
    """
    if not drafts:
        return
    now = timezone.now()
    record_ids, version_ids = _ids("records_record", len(drafts)), _ids("records_version", len(drafts))
    records, versions, events = [], [], []
    for draft, record_id, version_id in zip(drafts, record_ids, version_ids, strict=True):
        public_id, salt = uuid.uuid4(), secrets.token_hex(16)
        digest = _digest(draft.text, salt)
        records.append((
            record_id, public_id, kind, draft.subject_id, submission.department_id, submission.pk, submission.arrived_on,
            draft.state, draft.grave, "", False, version_id, *facts_in_order(draft.facts),
        ))  # fmt: skip
        versions.append((
            version_id, record_id, 1, draft.text, draft.sealed, draft.sameness, salt, digest,
            canonical(draft.warnings) if draft.warnings else "[]", submission.pk, draft.row, now,
        ))  # fmt: skip
        events.append((act.pk, "record", public_id, "submit", draft.state, digest, draft.facts.public_until))
    _copy("records_version", VERSION, versions, ["sealed"])
    _copy("records_record", RECORD, records, TEXTS)
    _copy("ledger_event", EVENT, events, ["digest"])


def _ids(table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [number for (number,) in cursor.fetchall()]


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple], texts: Sequence[str]) -> None:
    """COPY as CSV. An empty field is NULL, but in columns of `texts` it is the empty text."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    out.seek(0)
    # Django wraps the errors of `execute` only; callers look for IntegrityError.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        options = f"FORMAT csv, FORCE_NOT_NULL ({', '.join(texts)})"
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN ({options})", out)
