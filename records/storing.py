"""Storing (入库): new records with their versions and events by COPY, in the caller's transaction. Source: design §7."""

import hashlib
import io
import json
import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from ledger.models import Act

from .models import Submission
from .reckoning import Facts

FACT_NAMES = tuple(Facts.__dataclass_fields__)
RECORD = (
    "id", "public_id", "kind", "subject_id", "department_id", "submission_id", "arrived_on", "stock", "state", "grave",
    "hold_reason", "effect_ended", "version_id", *FACT_NAMES,
)  # fmt: skip
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
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
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
        digest = digest_of(draft.content, salt)
        facts = asdict(draft.facts)
        records.append((
            record_id, public_id, kind, draft.subject_id, submission.department_id, submission.pk, submission.arrived_on,
            submission.stock, draft.state, draft.grave, "", False, version_id, *(facts[name] for name in FACT_NAMES),
        ))  # fmt: skip
        versions.append((
            version_id, record_id, 1, _json(draft.content), draft.sealed, draft.sameness, salt, digest,
            _json(draft.warnings), submission.pk, draft.row, now,
        ))  # fmt: skip
        events.append((act.pk, "record", public_id, "submit", draft.state, digest, draft.facts.public_until))
    _copy("records_version", VERSION, versions)
    _copy("records_record", RECORD, records)
    _copy("ledger_event", EVENT, events)


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _ids(table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [number for (number,) in cursor.fetchall()]


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple]) -> None:
    """COPY as CSV: NULL is the unquoted empty field, an empty text is quoted."""
    out = io.StringIO()
    write = out.write
    for row in rows:
        write(",".join([_field(value) for value in row]) + "\n")
    out.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)", out)


def _field(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if value else '""'
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
