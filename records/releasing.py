"""Releasing (审核放行): a second person lets records out, or keeps them in with a reason of the law. Source: B6, D6.

The clock's own releasing (clock.py) goes through the same `release_set`.
"""

from datetime import date
from typing import cast

from django.db import connection, transaction
from django.db.models import DateField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Least

from accounts.models import Department, Officer, Role
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, apply_set
from subjects.binding import receive_code
from subjects.publishing import make_findable
from subjects.renaming import RenameRefused, add_former_name, rename

from .deadlines import facts_of_version
from .freezing import FROZEN, stands_frozen
from .kinds import KINDS
from .models import HoldReason, InternalReason, Record, Release, Seriousness, Submission
from .querysets import RecordQuerySet

WAITING = Q(state__in=["awaiting", "escalated"])


class ReleaseRefused(ValueError):
    """The reviewer may not, or may not yet; the message says why and what to do."""


class LastDay(Func):
    """Last day of a period of months that begins on a day: LastDay(day, months)."""

    arity = 2
    output_field = DateField()
    arg_joiner = " + make_interval(months => "
    template = "((%(expressions)s)) - interval '1 day')::date"


def release_submission(submission: Submission, *, reviewer: Officer, actor: Actor, on: date) -> dict[str, int]:
    """Release what of a submission needs no further look; returns counts {"released", "kept", "left"}.

    Left: held rows, and those with an unanswered grave warning, which are confirmed one by one. Raises ReleaseRefused.
    """
    _four_eyes(reviewer, submission)
    rows = Record.objects.filter(WAITING, submission=submission)
    with transaction.atomic():
        _nothing_stops(submission)
        act = record_act("release", actor, on)
        released, kept = release_set(rows, act, on, approver=reviewer)
        return {"released": released, "kept": kept, "left": rows.count()}


def release_set(
    rows: QuerySet[Record], act: Act, on: date, *, approver: Officer | None, limit: int | None = None
) -> tuple[int, int]:
    """(released, kept internal) of the rows that are ready; in the caller's transaction. `approver` None: the clock.

    Nothing leaves while publication is frozen (L1), nor out of a batch that the office has not looked at (B9).
    """
    if stands_frozen():
        return 0, 0
    rows = cast(RecordQuerySet, rows).staying()
    over = rows.filter(publishable=True, grave=False, public_until__lt=on)
    kept = len(
        apply_set(over, "keep", act, limit=limit, publishable=False, internal_reason=InternalReason.PERIOD_OVER.value)
    )
    kept += len(apply_set(rows.filter(publishable=False), "keep", act, limit=limit))
    ready = rows.filter(publishable=True, grave=False, submission__gated=False)
    until = Least(F("public_until"), LastDay(Value(on, DateField()), F("publication_months")))
    released = apply_set(ready, "release", act, limit=limit, public_from=on, public_until=until)
    if released:
        _note_release(released, on, approver)
        settle_codes(released, act)
        make_findable(Record.objects.filter(public_id__in=released).values_list("subject_id", flat=True).distinct(), on)
    return len(released), kept


# The code as the content names it, whatever the kind.
_CODE = "coalesce({})".format(", ".join(f"content ->> '{kind.prefix}_XDR_SHXYM'" for kind in KINDS.values()))
CODES = f"""
    SELECT DISTINCT ON (subject.id) subject.id, {_CODE} AS code
    FROM records_record record JOIN records_version version ON version.id = record.version_id
    JOIN subjects_subject subject ON subject.id = record.subject_id
    WHERE record.public_id = ANY(%s::uuid[]) AND subject.code = '' AND subject.kind <> 'person'
    AND {_CODE} IS NOT NULL
"""


def settle_codes(released: list, act: Act) -> None:
    """Subjects known by an old number whose released records name their social credit code (A1)."""
    with connection.cursor() as cursor:
        cursor.execute(CODES, [released])
        for subject_id, code in cursor.fetchall():
            receive_code(subject_id, code, act)


def _note_release(released: list, on: date, approver: Officer | None) -> None:
    # Proposer and approver stand in one row; its CHECK is the last word on four eyes.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_release (record_id, version_id, proposer_id, approver_id, released_on)"
            " SELECT record.id, record.version_id, submission.clerk_id, %s, %s FROM records_record record"
            " JOIN records_submission submission ON submission.id = record.submission_id"
            " WHERE record.public_id = ANY(%s::uuid[])",
            [approver.pk if approver else None, on, released],
        )


@transaction.atomic
def release_record(
    record: Record,
    *,
    reviewer: Officer,
    actor: Actor,
    on: date,
    seriousness: str = "",
    field: str | None = None,
    note: str = "",
    name_is: str = "",
    seen_version: int | None = None,
) -> Record:
    """Release one record; doing so answers its grave warnings.

    `seriousness`, `field`: the reviewer's word on the class; `note`: why, where it is another than the rules give.
    `seen_version`: number of the version that the reviewer read; a newer one is not released unread.
    `name_is`: what a name that differs from the file is: "new" (更名), "former" (曾用名), "" (only in this document).
    A record whose class is not public is kept internal. Raises ReleaseRefused.
    """
    record = Record.objects.select_for_update(of=("self",)).select_related("submission", "version").get(pk=record.pk)
    _four_eyes(reviewer, record.submission)
    if record.state not in ("awaiting", "escalated", "held"):
        raise ReleaseRefused("这条记录已经处理过，请刷新页面查看。")
    if seen_version is not None and record.version.number != seen_version:
        raise ReleaseRefused("填报员刚刚重新报送了这条记录，内容已经变化；请核对现在的内容后再放行。")
    if record.state == "held":
        raise ReleaseRefused("这条记录暂不公开；请先解除，再审核公示。")
    if record.proposals.open().filter(kind="withdrawal").exists():
        raise ReleaseRefused("报送部门已提出撤下这条记录；请先在“更正与撤下”中审核。")
    _nothing_stops(record.submission)
    if record.kind == "penalty":
        _classify(record, seriousness, field, note.strip(), actor, on)
    act = record_act("release", actor, on)
    _settle_name(record, name_is, act, on)
    Record.objects.filter(pk=record.pk).update(grave=False)
    release_set(Record.objects.filter(pk=record.pk), act, on, approver=reviewer)
    record.refresh_from_db()
    return record


def _classify(record: Record, seriousness: str, field: str | None, note: str, actor: Actor, on: date) -> None:
    """The reviewer's word on class and field, as an act of its own that says what was changed into what, and why."""
    changes = _classified(record, seriousness, field)
    if not changes:
        return
    if record.derived and changes["seriousness"] != record.derived and not note:
        raise ReleaseRefused("所选的失信程度与规则推定的不同，请在“具体说明”中写明理由，供信用办和审计查阅。")
    before = (record.get_seriousness_display() or "未定", Department.Field(record.field).label)
    after = (Seriousness(changes["seriousness"]).label, Department.Field(changes["field"]).label)
    basis = f"失信程度 {before[0]}→{after[0]}，领域 {before[1]}→{after[1]}"
    act = record_act("classify", actor, on, reason=note, basis=basis)
    apply(record, "reckon", act, **changes)


def _settle_name(record: Record, name_is: str, act: Act, on: date) -> None:
    """Write the differing name into the subject's file, where the reviewer says what it is."""
    if not name_is:
        return
    name = record.version.content[f"{KINDS[record.kind].prefix}_XDR_MC"]
    try:
        if name_is == "new":
            rename(record.subject, name, act=act, on=on)
        elif name_is == "former":
            add_former_name(record.subject, name, act=act)
    except RenameRefused as reason:
        raise ReleaseRefused(str(reason)) from reason


def _classified(record: Record, seriousness: str, field: str | None) -> dict:
    """Columns that change with the reviewer's word on class and field; the period follows from them."""
    chosen = seriousness or record.seriousness
    if chosen not in Seriousness.values:
        raise ReleaseRefused("这条处罚无法推定失信程度，请先选择轻微、一般或严重，再审核公示。")
    field = record.field if field is None else field
    if (chosen, field) == (record.seriousness, record.field):
        return {}
    facts, _ = facts_of_version(record.version, seriousness=chosen, field=field)
    names = (
        "seriousness", "derived", "rule_set", "field", "publishable", "internal_reason", "publication_months",
        "public_until",
    )  # fmt: skip
    return {name: facts[name] for name in names}


@transaction.atomic
def hold(record: Record, *, reviewer: Officer, actor: Actor, on: date, reason: str, note: str) -> None:
    """暂不公开: keep a record from the clock, for a reason of the list and in words. Raises ReleaseRefused."""
    if reason not in HoldReason.values:
        raise ReleaseRefused("请从列表中选择暂不公开的理由。")
    if not note.strip():
        raise ReleaseRefused("请写明暂不公开的具体情况，供信用办和审计查阅。")
    _may_review(reviewer, record)
    act = record_act("hold", actor, on, reason=note.strip(), basis=HoldReason(reason).label)
    _move(record, "hold", act, hold_reason=reason)


@transaction.atomic
def resume(record: Record, *, reviewer: Officer, actor: Actor, on: date, note: str) -> None:
    """解除暂不公开: back to the clock. Raises ReleaseRefused."""
    if not note.strip():
        raise ReleaseRefused("请写明解除的理由。")
    _may_review(reviewer, record)
    _move(record, "resume", record_act("resume", actor, on, reason=note.strip()), hold_reason="")


def _move(record: Record, move: str, act: Act, **changes) -> None:
    try:
        apply(record, move, act, **changes)
    except IllegalMove as reason:
        raise ReleaseRefused("这条记录的状态已经变化，请刷新页面后再操作。") from reason


def _may_review(reviewer: Officer, record: Record) -> None:
    if not reviewer.has_role(Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER):
        raise ReleaseRefused("只有审核员和信用办可以做这一操作。")
    if not Record.objects.visible_to(reviewer).filter(pk=record.pk).exists():
        raise ReleaseRefused("这条记录不在您的职责范围内。")


def _nothing_stops(submission: Submission) -> None:
    if stands_frozen():
        raise ReleaseRefused(FROZEN)
    if Submission.objects.filter(pk=submission.pk, gated=True).exists():
        raise ReleaseRefused("这一批次与本部门以往的报送明显不同，等信用办核对放行后才能公示；原因见批次页面。")


def _four_eyes(reviewer: Officer, submission: Submission) -> None:
    if not reviewer.has_role(Role.REVIEWER, Role.OFFICE_APPROVER):
        raise ReleaseRefused("只有审核员可以放行；请由本部门审核员登录后操作。")
    if reviewer.pk == submission.clerk_id:
        raise ReleaseRefused("自己报送的信息不能由自己放行，请由另一位审核员操作。")
    if not Submission.objects.visible_to(reviewer).filter(pk=submission.pk).exists():
        raise ReleaseRefused("这一批次不在您的职责范围内。")


def release_of(record: Record) -> Release | None:
    """Who let it out; None while nobody has."""
    return Release.objects.filter(record=record).select_related("proposer", "approver").first()
