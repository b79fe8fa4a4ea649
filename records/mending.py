"""Mended rows (重报的退回行): which rejected row of an earlier submission a row stands for, by its token. Source: B2.

A row that is sent again and is still wrong is a rejected row of the new submission; the old one is done with either way.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction

from accounts.models import Department, Officer
from credit_platform.codes import document_key
from credit_platform.sealing import keyed_hash
from ledger.acts import Actor, record_act
from ledger.moves import note
from subjects.naming import normalise

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


def mark_of(kind: str, document_number: str, name: str) -> str:
    """Keyed hash by which a row is known again without its token; "" where it says too little."""
    if not document_number or not name:
        return ""
    return keyed_hash("row", kind, document_key(document_number), normalise(name))


class Mended:
    """Collects what rows say they stand for, and settles the rejected rows of the same department at the end."""

    def __init__(self, submission: Submission):
        self._submission = submission
        departments = Department.objects.answered_for_by(submission.department)
        self._open = RejectedRow.objects.open().filter(submission__department__in=departments)
        self._marks = set(self._open.exclude(mark="").values_list("mark", flat=True))
        self._found: set[str] = set()
        self._rows: dict[str, list[int]] = defaultdict(list)

    def note(self, tokens: Iterable[str]) -> None:
        """Tokens of some rows; empty ones and forged ones are passed over."""
        for token in tokens:
            if token and (read := read_token(token)):
                self._rows[read[0]].append(read[1])

    def note_accepted(self, kind: str, document_number: str, name: str) -> None:
        """A row that went in: it may be one of the rejected ones, mended in the clerk's own file."""
        if self._marks:
            self.note_mark(mark_of(kind, document_number, name))

    def note_mark(self, mark: str) -> None:
        """A row that is known again by its mark."""
        if mark in self._marks:
            self._found.add(mark)

    def write(self) -> None:
        """Settle them."""
        older = self._open.exclude(submission=self._submission)
        for public_id, rows in self._rows.items():
            older.filter(submission__public_id=public_id, row__in=rows).update(mended_by=self._submission)
        if self._found:
            older.filter(mark__in=self._found).update(mended_by=self._submission)


class DismissRefused(ValueError):
    """Not possible; the message says why and what to do."""


@transaction.atomic
def dismiss(row: RejectedRow, *, clerk: Officer, actor: Actor, on: date, reason: str) -> None:
    """不再报送: the clerk says why a rejected row need not be sent again. Raises DismissRefused."""
    row = RejectedRow.objects.select_for_update(of=("self",)).select_related("submission").get(pk=row.pk)
    if not reason.strip():
        raise DismissRefused("请写明这一行不再报送的理由。")
    if not Officer.objects.answered_for_by(clerk).filter(pk=row.submission.clerk_id).exists():
        raise DismissRefused("只能处理自己报送的批次；他人的批次请由本人处理。")
    if not row.open:
        raise DismissRefused("这一行已经处理过，请刷新页面查看。")
    row.dismissed = reason.strip()[:300]
    row.save(update_fields=["dismissed"])
    act = record_act("dismiss_row", actor, on, reason=f"第{row.row}行：{row.dismissed}")
    note(act, row.submission.object_kind, row.submission.public_id, "dismiss_row", row.submission.state)
