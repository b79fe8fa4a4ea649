"""People behind subjects (主体背后的人): who a key person is, and since when and until when they hold a role. Source: A3."""

from datetime import date

from django.db import transaction

from credit_platform.codes import normalise_code, resident_id_error
from credit_platform.sealing import keyed_hash, seal_text
from ledger.acts import Actor, record_act
from ledger.moves import note

from .binding import Binder, Claim
from .models import IdentifierType, KeyPerson, Subject
from .naming import normalise

CERTIFICATES = (
    IdentifierType.ID_CARD,
    IdentifierType.PASSPORT,
    IdentifierType.HK_MACAO_PERMIT,
    IdentifierType.TAIWAN_PERMIT,
    IdentifierType.FOREIGNER_ID,
)


class PersonRefused(ValueError):
    """Not possible; the message says why and what to do, and never repeats a number."""


@transaction.atomic
def identify(person: KeyPerson, certificate: str, number: str, *, actor: Actor, on: date, reason: str) -> None:
    """核实身份: the natural person on file behind a role, by certificate; opened where there is none. Raises PersonRefused.

    A number that is on file under another name is refused: it would write one person's acts into another's file. That
    it is on file is not said. Whoever calls this for somebody notes the try first and bounds how many there are.
    """
    if certificate not in CERTIFICATES:
        raise PersonRefused("请选择证件类型。")
    number = normalise_code(number)
    wrong = resident_id_error(number) if certificate == IdentifierType.ID_CARD else ""
    if wrong or len(number) < 4:
        raise PersonRefused(wrong or "证件号码太短，请对照证件核对。")
    if not reason.strip():
        raise PersonRefused("请写明核实身份的依据。")
    person = KeyPerson.objects.select_for_update().select_related("subject").get(pk=person.pk)
    if person.person_id:
        raise PersonRefused("此人的身份已经核实过，不能更改；登记有误的请结束任职后重新登记。")
    value = keyed_hash(certificate, number)
    claim = Claim((str(certificate), value), "person", person.name, sealed=seal_text(number, f"identifier:{value}"))
    binder = Binder()
    binder.look_up([claim])
    known = binder.known(claim)
    if known and normalise(person.name) != normalise(known.name):
        raise PersonRefused("姓名与证件号码不能一并核实，请对照证件核对。")
    (subject_id,) = binder.bind([claim])
    person.person_id = subject_id
    person.save(update_fields=["person"])
    act = record_act("identify_key_person", actor, on, reason=reason.strip())
    note(act, Subject.object_kind, person.subject.public_id, "identify_key_person", "alive")


@transaction.atomic
def end_tenure(person: KeyPerson, until: date, *, actor: Actor, on: date, reason: str) -> None:
    """离任: the last day in the role. Raises PersonRefused."""
    person = KeyPerson.objects.select_for_update().select_related("subject").get(pk=person.pk)
    if person.until is not None:
        raise PersonRefused("此人的任职已经结束，请刷新页面查看。")
    if until > on or (person.since and until < person.since):
        raise PersonRefused("离任日期应在任职起与今天之间，请核对。")
    person.until = until
    person.save(update_fields=["until"])
    act = record_act("end_key_person", actor, on, reason=reason.strip())
    note(act, Subject.object_kind, person.subject.public_id, "end_key_person", "alive")
