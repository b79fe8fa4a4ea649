"""Submitting (报送): receiving a file or a hand-typed row, and taking one's own submission back. Source: B1–B3."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from accounts.acting import actor_of
from accounts.models import Department, Officer
from accounts.tokens import actor_by
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, apply_set, note

from . import files
from .columns import Cell
from .deadlines import facts_of_version
from .kinds import KINDS
from .models import Proposal, Record, Submission, Version
from .reading.formats import MAX_BYTES, Unreadable
from .renewing import UNSEEN
from .withdrawing import end_clock


class SubmissionRefused(ValueError):
    """The use case is not possible; the message says why and what to do."""


def receive_file(
    data: bytes,
    file_name: str,
    *,
    department: Department,
    clerk: Officer,
    actor: Actor,
    on: date,
    stock: bool = False,
    reason: str = "",
) -> Submission:
    """Keep an upload as it came and open its submission. Raises Unreadable (empty, too large).

    `reason`: why, where rows of it correct what is public already. The file is on disk before the row exists; processing it is `intake.run`.
    """
    if not data:
        raise Unreadable("empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large")
    return _receive(data, file_name, Submission.Means.FILE, department, clerk, actor, on, stock, reason=reason.strip())


def receive_row(
    kind: str, cells: Mapping[str, str], *, department: Department, clerk: Officer, actor: Actor, on: date, **more
) -> Submission:
    """手工填报: one row typed in a form, by national column code; it goes the same way as a workbook.

    `more`: other fields of the submission (ground and reason of a correction, `stock`, and where it came by API).
    """
    number = cells.get(KINDS[kind].document_number, "")[:100]
    data = json.dumps({"kind": kind, "cells": {code: text for code, text in cells.items() if text}}, ensure_ascii=False)
    what = "更正" if more.get("ground") else "手工填报"
    means = more.pop("means", Submission.Means.FORM)
    stock = more.pop("stock", False)
    return _receive(data.encode(), f"{what} {number}".strip(), means, department, clerk, actor, on, stock, **more)


def receive_rows(
    kind: str,
    rows: Sequence[Mapping[str, str]],
    *,
    department: Department,
    clerk: Officer,
    system: str,
    actor: Actor,
    on: date,
    stock: bool = False,
) -> Submission:
    """接口报送: rows by national column code, as a department's system sends them; kept as they came, sealed."""
    data = json.dumps({"kind": kind, "rows": rows}, ensure_ascii=False).encode()
    name = f"接口报送 {KINDS[kind].title} {len(rows)}条"
    return _receive(data, name, Submission.Means.API, department, clerk, actor, on, stock, system=system)


def receive_list(
    kind: str,
    rows: Sequence[Mapping[str, Cell]],
    *,
    name: str,
    rows_above: int,
    department: Department,
    clerk: Officer,
    actor: Actor,
    on: date,
) -> Submission:
    """外来名单: rows of a list that others decided, by national column code; the file itself is kept by whoever read it."""
    data = json.dumps({"kind": kind, "rows": rows}, ensure_ascii=False).encode()
    return _receive(data, name, Submission.Means.LIST, department, clerk, actor, on, False, rows_above=rows_above)


def rows_of(submission: Submission) -> tuple[str, list[dict[str, str]]]:
    """(kind, rows by national column code) of what was typed or came by API."""
    kept = json.loads(files.fetch(submission.file_path))
    return kept["kind"], kept["rows"] if "rows" in kept else [kept["cells"]]


def sender_of(submission: Submission) -> Actor:
    """Who acts when it is processed later: the system that sent it, else the clerk."""
    if submission.system:
        return actor_by(submission.system, submission.clerk)
    return actor_of(submission.clerk, Act.Channel.PAGE)


def _receive(data: bytes, name: str, means, department, clerk, actor, on, stock, **more) -> Submission:
    path = files.keep(data)
    with transaction.atomic():
        submission = Submission.objects.create(
            department=department,
            clerk=clerk,
            means=means,
            stock=stock,
            **more,
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
    _undo(submission, actor, on, "填报员整批撤回")


@transaction.atomic
def give_list_back(submission: Submission, *, actor: Actor, on: date) -> None:
    """退回外来名单: what the file brought leaves again, as if its sender had taken it back. Who may, the caller has asked.

    Raises SubmissionRefused.
    """
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.means != Submission.Means.LIST:
        raise SubmissionRefused("这一批次不是外来名单。")
    _undo(submission, actor, on, "外来名单已退回")


def _undo(submission: Submission, actor: Actor, on: date, why: str) -> None:
    if submission.state != Submission.State.DONE:
        raise SubmissionRefused("这一批次还没有处理完，或已经撤回。")
    # All are locked before one is looked at: a reviewer who is releasing them comes before or after, not between.
    brought = Record.objects.filter(submission=submission).select_for_update(of=("self",)).select_related("version")
    records = list(brought.order_by("pk"))
    if any(record.state not in UNSEEN for record in records):
        raise SubmissionRefused("这一批次中已有记录公示，不能整批撤回；个别有误的，请报送更正后的内容。")
    leaving = Proposal.objects.filter(record__in=records, version__isnull=True).open()
    act = record_act("take_back", actor, on, reason=why if leaving.exists() else "")
    for proposal in leaving:  # nothing is left of what was to be withdrawn
        apply(proposal, "supersede", act)
        end_clock(proposal, act, met=False)
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
