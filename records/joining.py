"""Joining (主体合并与撤销): merges two subjects with the records about them, and takes that back. Source: A1."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.models import Officer, Role
from ledger.acts import Actor, record_act
from ledger.models import Event
from ledger.moves import apply_set
from subjects import merging
from subjects.merging import MergeRefused
from subjects.models import Merge, Subject
from subjects.renaming import RenameRefused, add_former_name, rename

from .freezing import FROZEN, stands_frozen
from .kinds import KINDS
from .models import Record
from .retiring import settle_publicity

KEY = ("kind", "body_code", "document_key", "number_key")


@transaction.atomic
def merge_subjects(
    duplicate: Subject, kept: Subject, *, officer: Officer, actor: Actor, on: date, reason: str
) -> Merge:
    """合并主体: everything about `duplicate` is about `kept` from now on. Raises MergeRefused."""
    _may(officer)
    if stands_frozen() and (duplicate.public_since or kept.public_since):
        raise MergeRefused(FROZEN)
    made, act = merging.merge(duplicate, kept, actor=actor, on=on, reason=reason)
    both = set(_keys(duplicate)) & set(_keys(kept))
    if both:  # the transaction takes the merge along
        numbers = "、".join(
            Record.objects.filter(subject=kept, document_key__in=[key[2] for key in both])
            .order_by("pk")
            .values_list("document_number", flat=True)[:3]
        )
        raise MergeRefused(
            f"两个主体名下有{len(both)}条相同文书（{numbers}），合并后无法区分。请先由报送部门撤回或更正其中一条，再合并。"
        )
    apply_set(Record.objects.filter(subject=duplicate), "rebind", act, wait=True, subject=kept)
    return made


@transaction.atomic
def name_subject(
    subject: Subject, what: str, name: str, *, officer: Officer, actor: Actor, on: date, reason: str
) -> None:
    """更名 (`what` "new") or 登记曾用名: at once public where the subject is. Only for an office that has a record of it.

    Raises RenameRefused.
    """
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        raise RenameRefused("只有信用办可以登记名称。")
    if not Record.objects.visible_to(officer).filter(subject=subject).exists():
        raise RenameRefused("本辖区没有这个主体的记录，请由有记录的信用办登记名称。")
    if stands_frozen() and subject.public_since:
        raise RenameRefused(FROZEN)
    if not reason.strip():
        raise RenameRefused("请写明依据。")
    act = record_act("rename" if what == "new" else "add_former_name", actor, on, reason=reason.strip())
    if what == "new":
        rename(subject, name, act=act, on=on)
    else:
        add_former_name(subject, name, act=act)


@transaction.atomic
def undo_merge(made: Merge, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """撤销合并: the records that the merge moved go back, as far as they are still at the kept subject.

    Raises MergeRefused.
    """
    _may(officer)
    merged = Event.objects.filter(object_kind=made.object_kind, object_id=made.public_id, move="merge")
    moved = Event.objects.filter(act__in=merged.values("act"), object_kind=Record.object_kind, move="rebind")
    act = merging.undo(made, actor=actor, on=on, reason=reason)
    rows = Record.objects.filter(subject=made.kept_id)
    rows = rows.filter(public_id__in=moved.values("object_id")) | rows.filter(_names(made.duplicate))
    apply_set(rows, "rebind", act, wait=True, subject=made.duplicate)
    for subject in (made.duplicate, made.kept):
        settle_publicity([subject.pk], on)


def _names(subject: Subject) -> Q:
    """Records whose text names a number of the subject's: what arrived under it while it was merged."""
    numbers = list(subject.identifiers.filter(sealed="").values_list("value", flat=True))
    named = Q(pk__in=[])
    for kind in KINDS.values():
        for column in kind.numbers:
            named |= Q(kind=kind.key, **{f"version__content__{column}__in": numbers})
    return named


def _keys(subject: Subject):
    return Record.objects.filter(subject=subject).values_list(*KEY)


def _may(officer: Officer) -> None:
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        raise MergeRefused("只有信用办可以合并主体或撤销合并，请联系信用办。")
