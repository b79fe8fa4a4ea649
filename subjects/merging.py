"""Merging (主体合并): two subjects that turn out to be one, and taking that back. Source: A1.

The duplicate keeps its row and its name and points at the kept one; so do those that were merged into it before: whoever was
merged leads straight to the subject that is kept, and one step is enough for every read (`SubjectQuerySet.one_with`). What moves is
written down, so that a merge can be undone, the last one first. Records follow by `records.joining`, which is the door for pages and commands.
"""

from datetime import date

from django.db import transaction

from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note

from .indexing import index_subjects
from .models import FormerName, Identifier, KeyPerson, Merge, Subject, SubjectKind
from .naming import normalise


class MergeRefused(ValueError):
    """Not possible; the message says why and what to do."""


@transaction.atomic
def merge(duplicate: Subject, kept: Subject, *, actor: Actor, on: date, reason: str) -> tuple[Merge, Act]:
    """合并: identifiers, former names and key people of `duplicate` go to `kept`; its name becomes a former one.

    Returns the merge and the act it belongs to. Raises MergeRefused.
    """
    if not reason.strip():
        raise MergeRefused("请写明合并的理由和依据。")
    duplicate, kept = _locked(duplicate, kept)
    _may_be_one(duplicate, kept)
    act = record_act("merge", actor, on, reason=reason.strip())
    moved = {
        "identifiers": _take(Identifier.objects.filter(subject=duplicate), kept),
        "former_names": _take(_names_not_at(duplicate, kept), kept),
        "key_people": _take(_people_not_at(duplicate, kept), kept),
        "added_name": _add_name(duplicate, kept, on),
        "code": duplicate.code if not kept.code else "",
        "public_since": kept.public_since.isoformat() if kept.public_since else "",
    }
    followers = list(Subject.objects.filter(merged_into=duplicate).order_by("pk"))
    behind = [one.pk for one in followers]
    moved["followers"] = behind
    made = Merge.objects.create(duplicate=duplicate, kept=kept, moved=moved, merged_on=on)
    kept.code = kept.code or duplicate.code
    kept.public_since = min(filter(None, (kept.public_since, duplicate.public_since)), default=None)
    kept.save(update_fields=["code", "public_since"])
    duplicate.merged_into = kept
    duplicate.save(update_fields=["merged_into"])
    Subject.objects.filter(pk__in=behind).update(merged_into=kept)
    index_subjects([duplicate.pk, kept.pk])
    note(act, made.object_kind, made.public_id, "merge", "merged")
    for one in (duplicate, *followers):
        note(act, one.object_kind, one.public_id, "merge_into", "merged")
    note(act, kept.object_kind, kept.public_id, "take_in", "alive")
    return made, act


@transaction.atomic
def undo(made: Merge, *, actor: Actor, on: date, reason: str) -> Act:
    """撤销合并: what the merge moved goes back. Raises MergeRefused."""
    if not reason.strip():
        raise MergeRefused("请写明撤销合并的理由。")
    made = Merge.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if made.undone_on:
        raise MergeRefused("这次合并已经撤销，请刷新页面查看。")
    duplicate, kept = _locked(made.duplicate, made.kept)
    if kept.merged_into_id:
        raise MergeRefused("保留的主体后来又并入了别的主体，请先撤销那一次合并。")
    act = record_act("undo_merge", actor, on, reason=reason.strip())
    moved = made.moved
    Identifier.objects.filter(pk__in=moved["identifiers"], subject=kept).update(subject=duplicate)
    FormerName.objects.filter(pk__in=moved["former_names"], subject=kept).update(subject=duplicate)
    KeyPerson.objects.filter(pk__in=moved["key_people"], subject=kept).update(subject=duplicate)
    FormerName.objects.filter(pk=moved["added_name"], subject=kept).delete()
    if moved["code"] and kept.code == moved["code"]:
        kept.code = ""
    kept.public_since = date.fromisoformat(moved["public_since"]) if moved["public_since"] else None
    kept.save(update_fields=["code", "public_since"])
    duplicate.merged_into = None
    duplicate.save(update_fields=["merged_into"])
    followers = list(Subject.objects.filter(pk__in=moved.get("followers", []), merged_into=kept).order_by("pk"))
    Subject.objects.filter(pk__in=[one.pk for one in followers]).update(merged_into=duplicate)
    made.undone_on = on
    made.save(update_fields=["undone_on"])
    index_subjects([duplicate.pk, kept.pk])
    note(act, made.object_kind, made.public_id, "undo", "undone")
    note(act, duplicate.object_kind, duplicate.public_id, "stand_alone", "alive")
    for one in followers:
        note(act, one.object_kind, one.public_id, "merge_into", "merged")
    note(act, kept.object_kind, kept.public_id, "give_back", "alive")
    return act


def _locked(one: Subject, other: Subject) -> tuple[Subject, Subject]:
    """Both rows as they are now, locked in the order of their keys, so that two merges never wait in a ring."""
    rows = {row.pk: row for row in Subject.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")}
    return rows[one.pk], rows[other.pk]


def _may_be_one(duplicate: Subject, kept: Subject) -> None:
    if duplicate.pk == kept.pk:
        raise MergeRefused("这是同一个主体，请选择要并入的另一个主体。")
    if duplicate.merged_into_id or kept.merged_into_id:
        raise MergeRefused("其中一个主体已经并入别的主体，请刷新页面查看。")
    if (duplicate.kind == SubjectKind.PERSON) != (kept.kind == SubjectKind.PERSON):
        raise MergeRefused("自然人不能与单位合并，请核对选择的主体。")
    if duplicate.code and kept.code:
        raise MergeRefused("两个主体各有统一社会信用代码，不是同一主体；代码确有错误的，请先更正记录。")


def _take(rows, kept: Subject) -> list[int]:
    """Point these rows at `kept`; their keys, so that they can go back."""
    keys = sorted(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=keys).update(subject=kept)
    return keys


def _tells(duplicate: Subject, kept: Subject) -> bool:
    """Whether names that nobody has published would come into sight: those of a subject never public, at one that is."""
    return kept.public_since is not None and duplicate.public_since is None


def _names_not_at(duplicate: Subject, kept: Subject):
    if _tells(duplicate, kept):
        return duplicate.former_names.none()
    return duplicate.former_names.exclude(name__in=kept.former_names.values("name"))


def _people_not_at(duplicate: Subject, kept: Subject):
    """Key people but those whom `kept` has in the same office now."""
    doubled = [
        person.pk
        for person in duplicate.key_people.filter(until__isnull=True)
        if kept.key_people.filter(until__isnull=True, role=person.role, name=person.name).exists()
    ]
    return duplicate.key_people.exclude(pk__in=doubled)


def _add_name(duplicate: Subject, kept: Subject, on: date) -> int | None:
    """The duplicate's name as a former name of the kept one; None where that is known by it already, or where the public
    would learn it by this alone.
    """
    if normalise(duplicate.name) == normalise(kept.name) or _tells(duplicate, kept):
        return None
    name, new = FormerName.objects.get_or_create(subject=kept, name=duplicate.name, defaults={"until": on})
    return name.pk if new else None
