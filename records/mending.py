"""Mended rows (重报的退回行): which rejected row of an earlier submission a row stands for, by its token. Source: B2.

A row that is sent again and is still wrong is a rejected row of the new submission; the old one is done with either way.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings

from .models import RejectedRow, Submission


def token_of(submission: Submission, row: int) -> str:
    """行标识: stands in the annotated workbook; cannot be made up."""
    text = f"{submission.public_id.hex}-{row}"
    mark = hmac.new(settings.HASH_KEY.encode(), f"row:{text}".encode(), hashlib.sha256).hexdigest()[:12]
    return f"{text}-{mark}"


def read_token(token: str) -> tuple[str, int] | None:
    """(public id of the submission as 32 hexadecimal digits, data row); None for anything else."""
    parts = token.strip().split("-")
    if len(parts) != 3 or not parts[1].isdigit() or len(parts[0]) != 32:
        return None
    text = f"{parts[0]}-{parts[1]}"
    mark = hmac.new(settings.HASH_KEY.encode(), f"row:{text}".encode(), hashlib.sha256).hexdigest()[:12]
    return (parts[0], int(parts[1])) if hmac.compare_digest(mark, parts[2]) else None


class Mended:
    """Collects the tokens of the rows sent, and marks what they stand for at the end."""

    def __init__(self, submission: Submission):
        self._submission = submission
        self._rows: dict[str, list[int]] = defaultdict(list)

    def note(self, tokens: Iterable[str]) -> None:
        """Tokens of some rows; empty ones and forged ones are passed over."""
        for token in tokens:
            if token and (read := read_token(token)):
                self._rows[read[0]].append(read[1])

    def write(self) -> None:
        """Mark them; only rows of the same department."""
        for public_id, rows in self._rows.items():
            RejectedRow.objects.filter(
                submission__public_id=public_id,
                submission__department=self._submission.department_id,
                row__in=rows,
                mended_by__isnull=True,
            ).update(mended_by=self._submission)
