"""At the counter (窗口): who stands there, by code or certificate; a subject that the platform has not met yet is opened.

The number decides, never the name. Of a person it leaves here only as a keyed hash and sealed. Source: A1, design sentences 8, 9.
"""

from dataclasses import dataclass

from blacklists.refusals import ListRefused
from credit_platform.codes import check_uscc
from credit_platform.sealing import keyed_hash, seal_text
from records.claiming import CERTIFICATE_TYPES
from records.columns import Column, check_id, id_number
from subjects.binding import USCC, Binder, Claim
from subjects.models import IdentifierType, Subject
from subjects.naming import normalise

NUMBER = Column("ZJHM", "证件号码", id_number, 64, private=True, public=False)


@dataclass(frozen=True)
class Applicant:
    """申请人 as said at the counter: a unit by its code, a person by certificate and number."""

    name: str = ""
    code: str = ""
    certificate: str = ""
    number: str = ""


def subject_of(applicant: Applicant) -> Subject:
    """The subject, opened where it is new; the one it was merged into. In the caller's transaction. Raises ListRefused."""
    claim = _claim(applicant)
    binder = Binder()
    binder.look_up([claim])
    if binder.known(claim) is None and not claim.name:
        raise ListRefused("平台还没有这个主体的信息，请填写名称。")
    known = binder.known(claim)
    if known is not None and claim.kind == "person" and not known.named(normalise(claim.name)):
        # Whoever types a number without knowing whose it is learns nothing.
        raise ListRefused("姓名与平台上该证件号码登记的姓名不同，请核对证件。")
    subject = Subject.objects.get(pk=binder.bind([claim])[0])
    while subject.merged_into is not None:
        subject = subject.merged_into
    return subject


def _claim(applicant: Applicant) -> Claim:
    name = " ".join(applicant.name.split())[:200]
    if applicant.code.strip():
        checked = check_uscc(applicant.code)
        code = checked.normalised
        if not checked.valid:
            raise ListRefused(checked.errors[0])
        kind = "sole_trader" if code.startswith("92") else "organisation"
        return Claim((USCC, code), kind, name)
    if not applicant.number.strip():
        raise ListRefused("请填写统一社会信用代码；自然人请选择证件类型、填写证件号码。")
    if applicant.certificate not in CERTIFICATE_TYPES:
        raise ListRefused("请从列表中选择证件类型。")
    number, findings = id_number(NUMBER, applicant.number)
    if findings or not number or check_id(NUMBER, applicant.certificate, number):
        raise ListRefused("证件号码有误，请核对后重新填写。")  # without the number itself
    type_: IdentifierType = CERTIFICATE_TYPES[applicant.certificate]
    key = (str(type_), keyed_hash(type_, number))
    return Claim(key, "person", name, sealed=seal_text(number, f"identifier:{key[1]}"))
