"""Names and people of a subject (更名、曾用名、关键人员): what staff adds to the file, each with its event. Source: A2, A3."""

from datetime import date

from django.db import transaction

from credit_platform.characters import visible
from credit_platform.personal import personal_number_in
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note

from .indexing import index_subjects
from .models import FormerName, KeyPerson, Subject
from .naming import normalise


class RenameRefused(ValueError):
    """Not possible; the message says why and what to do."""


@transaction.atomic
def rename(subject: Subject, name: str, *, act: Act, on: date) -> None:
    """更名: the new name; the old one stays findable as a former name. Raises RenameRefused."""
    subject = _locked(subject)
    name = _given(name)
    if normalise(name) == normalise(subject.name):
        raise RenameRefused("新名称与现登记名称相同，无需更名。")
    FormerName.objects.get_or_create(subject=subject, name=subject.name, defaults={"until": on})
    FormerName.objects.filter(subject=subject, name=name).delete()  # it took its old name back
    subject.name = name
    subject.save(update_fields=["name"])
    index_subjects([subject.pk])
    note(act, subject.object_kind, subject.public_id, "rename", "alive")


@transaction.atomic
def add_former_name(subject: Subject, name: str, *, act: Act) -> None:
    """曾用名: one more name under which the subject is found. Raises RenameRefused."""
    subject = _locked(subject)
    name = _given(name)
    known = [subject.name, *subject.former_names.values_list("name", flat=True)]
    if normalise(name) in map(normalise, known):
        raise RenameRefused("这个名称已在该主体的现用名或曾用名中，无需添加。")
    FormerName.objects.create(subject=subject, name=name)
    index_subjects([subject.pk])
    note(act, subject.object_kind, subject.public_id, "add_former_name", "alive")


@transaction.atomic
def add_key_person(
    subject: Subject,
    role: str,
    name: str,
    *,
    since: date | None,
    until: date | None,
    actor: Actor,
    on: date,
    reason: str,
) -> KeyPerson:
    """关键人员: a person in a role, with tenure. Raises RenameRefused."""
    name = visible(name)
    if role not in KeyPerson.Role.values or not name:
        raise RenameRefused("请选择职务并填写姓名。")
    if since and until and until < since:
        raise RenameRefused("任职止早于任职起，请核对两个日期。")
    subject = _locked(subject)
    in_office = subject.key_people.filter(role=role, name=name, until__isnull=True)
    if until is None and in_office.exists():
        raise RenameRefused("此人已登记为在任，无需重复添加。")
    made = KeyPerson.objects.create(subject=subject, role=role, name=name, since=since, until=until)
    act = record_act("add_key_person", actor, on, reason=reason.strip())
    note(act, subject.object_kind, subject.public_id, "add_key_person", "alive")
    return made


def _locked(subject: Subject) -> Subject:
    subject = Subject.objects.select_for_update().get(pk=subject.pk)
    if subject.merged_into_id:
        raise RenameRefused("这个主体已并入别的主体，请到保留的主体上操作。")
    return subject


def _given(name: str) -> str:
    name = visible(name)
    if what := personal_number_in(name):
        raise RenameRefused(f"名称中含有{what}，会泄露个人信息，请填写证照上的名称。")
    if len(normalise(name)) < 2 or len(name) > 200:
        raise RenameRefused("名称须为2至200个字，请填写证照上的全称。")
    return name
