"""主体页: which page shows a row about a subject, for all that tell the public of rows. Of two that are one it is the kept one's."""

import uuid
from collections.abc import Mapping
from typing import Any

from subjects.models import Subject

WHOSE_PAGE = (
    "subject__public_id", "subject__public_since", "subject__merged_into__public_id", "subject__merged_into__public_since",
)  # fmt: skip


def page_of(row: Mapping[str, Any]) -> uuid.UUID | None:
    """Public id of the subject whose page is open to all; None where none is. `row`: with the columns WHOSE_PAGE."""
    merged = "__merged_into" if row["subject__merged_into__public_id"] else ""
    return row[f"subject{merged}__public_id"] if row[f"subject{merged}__public_since"] else None


def page_of_one(subject: Subject) -> uuid.UUID | None:
    """The same of a subject that is at hand."""
    kept = subject.merged_into or subject
    return kept.public_id if kept.public_since else None
