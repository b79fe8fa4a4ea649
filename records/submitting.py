"""Submitting (报送): receiving a file or a hand-typed row, and taking one's own submission back. Source: B1–B3."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.models import Department, Officer
from ledger.acts import Actor, record_act
from ledger.moves import apply, apply_set, note

from . import files
from .deadlines import facts_of_version
from .kinds import KINDS
from .models import Proposal, Record, Submission, Version
from .reading.formats import MAX_BYTES, Unreadable
from .renewing import UNSEEN


class SubmissionRefused(ValueError):
    """The use case is not possible; the message says why and what to do."""


def receive_file(
    data: bytes, file_name: str, *, department: Department, clerk: Officer, actor: Actor, on: date, stock: bool = False
) -> Submission:
    """Keep an upload as it came and open its submission. Raises Unreadable (empty, too large).

    The file is on disk before the row exists; processing it is `intake.run`.
    """
    if not data:
        raise Unreadable("empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large")
    return _receive(data, file_name, Submission.Means.FILE, department, clerk, actor, on, stock)


def receive_row(
    kind: str, cells: Mapping[str, str], *, department: Department, clerk: Officer, actor: Actor, on: date
) -> Submission:
    """手工填报: one row typed in a form, by national column code; it goes the same way as a workbook."""
    number = cells.get(KINDS[kind].document_number, "")[:100]
    data = json.dumps({"kind": kind, "cells": {code: text for code, text in cells.items() if text}}, ensure_ascii=False)
    return _receive(
        data.encode(), f"手工填报 {number}".strip(), Submission.Means.FORM, department, clerk, actor, on, stock=False
    )


def _receive(data: bytes, name: str, means, department, clerk, actor, on, stock) -> Submission:
    path = files.keep(data)
    with transaction.atomic():
        submission = Submission.objects.create(
            department=department,
            clerk=clerk,
            means=means,
            stock=stock,
            file_name=name[-255:],
            file_path=path,
            file_sha256=hashlib.sha256(data).hexdigest(),
            file_size=len(data),
            arrived_on=on,
        )
        act = record_act("submit", actor, on)
        note(act, submission.object_kind, submission.public_id, "receive", submission.state)
    return submission


@transaction.atomic
def take_back(submission: Submission, *, clerk: Officer, actor: Actor, on: date) -> None:
    """撤回: the clerk undoes their own submission while nothing of it is released.

    Records it opened leave; records it changed get back the version they had. Raises SubmissionRefused.
    """
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if not Officer.objects.answered_for_by(clerk).filter(pk=submission.clerk_id).exists():
        raise SubmissionRefused("只能撤回自己的报送批次；他人的批次请由本人撤回。")
    if submission.state != Submission.State.DONE:
        raise SubmissionRefused("这一批次还没有处理完，或已经撤回。")
    # All are locked before one is looked at: a reviewer who is releasing them comes before or after, not between.
    brought = Record.objects.filter(submission=submission).select_for_update(of=("self",)).select_related("version")
    records = list(brought.order_by("pk"))
    if any(record.state not in UNSEEN for record in records):
        raise SubmissionRefused("这一批次中已有记录公示，不能整批撤回；个别有误的，请报送更正后的内容。")
    act = record_act("take_back", actor, on)
    for record in records:
        if record.version.number > 1:
            _give_back(record, submission, act)
    apply_set(Record.objects.filter(submission=submission), "take_back", act, wait=True)
    apply_set(Proposal.objects.filter(submission=submission), "take_back", act, wait=True)
    submission.mended_rows.update(mended_by=None)
    apply(submission, "take_back", act)


def _give_back(record: Record, submission: Submission, act) -> None:
    """The version before this submission, with what follows from it reckoned anew; none: it leaves with the others."""
    earlier = Version.objects.filter(record=record, number__lt=record.version.number).exclude(submission=submission)
    earlier = earlier.exclude(submission__state=Submission.State.TAKEN_BACK)
    version = earlier.select_related("submission__department").order_by("-number").first()
    if version is None:
        return
    facts, grave = facts_of_version(version)
    move = "renew" if facts["publishable"] or facts["internal_reason"] == "minor" else "renew_internal"
    if record.state == "held":
        move = "renew_held"
    apply(
        record,
        move,
        act,
        version=version,
        submission=version.submission,
        arrived_on=version.submission.arrived_on,
        grave=grave,
        **facts,
    )
