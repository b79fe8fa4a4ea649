"""Claims (主体信息): who a checked row is about, in the terms of `subjects`, and what differs from the file. Source: A1, A2."""

import json
from functools import lru_cache

from credit_platform.sealing import keyed_hash, keyed_hash_of, seal_text
from subjects.binding import USCC, Binder, Claim, Known, take_name
from subjects.models import IdentifierType
from subjects.naming import normalise

from .findings import Finding, grave, warning
from .kinds import Kind
from .kinds.base import PERSON, SUBJECT_KINDS, Row
from .models import Record
from .storing import canonical

OLD_NUMBERS = {
    "GSZC": IdentifierType.REGISTRATION,
    "ZZJG": IdentifierType.ORGANISATION_CODE,
    "SWDJ": IdentifierType.TAX,
    "SYDW": IdentifierType.INSTITUTION,
    "SHZZ": IdentifierType.SOCIAL_ORGANISATION,
}
CERTIFICATE_TYPES = {
    "身份证": IdentifierType.ID_CARD,
    "护照号": IdentifierType.PASSPORT,
    "港澳居民来往内地通行证": IdentifierType.HK_MACAO_PERMIT,
    "台湾居民来往大陆通行证": IdentifierType.TAIWAN_PERMIT,
    "外国人永久居留身份证": IdentifierType.FOREIGNER_ID,
}


def claim_of(kind: Kind, row: Row) -> Claim:
    """The claim of a row without errors. A person's number leaves here only as a keyed hash and sealed."""
    prefix = kind.prefix
    name, category = row[f"{prefix}_XDR_MC"], row[f"{prefix}_XDR_LB"]
    if category == PERSON:
        number = row[f"{prefix}_XDR_ZJHM"]
        type_ = CERTIFICATE_TYPES.get(row[f"{prefix}_XDR_ZJLX"], IdentifierType.OTHER_ID)
        key = (str(type_), keyed_hash(type_, number))
        return Claim(key, "person", name, sealed=seal_text(number, f"identifier:{key[1]}"))
    others = tuple((type_, row[column]) for column, type_ in _old_numbers(prefix) if column in row)
    code = row.get(f"{prefix}_XDR_SHXYM")
    key, others = ((USCC, code), others) if code else (others[0], others[1:])
    representative = row.get(f"{prefix}_FRDB", "")
    if not representative.strip("（）()略*- 无/"):
        representative = ""
    return Claim(key, SUBJECT_KINDS[category], name, others=others, legal_representative=representative)


@lru_cache
def _old_numbers(prefix: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{prefix}_XDR_{column}", type_.value) for column, type_ in OLD_NUMBERS.items())


def compare(kind: Kind, claim: Claim, binder: Binder, first_name: str | None) -> list[Finding]:
    """How the row's name and numbers differ from the file. `first_name`: the name an earlier row of the same upload gave
    to the same new code.
    """
    column = f"{kind.prefix}_XDR_MC"
    known = binder.known(claim)
    findings: list[Finding] = []
    if known is None:
        if first_name is not None and normalise(first_name) != normalise(claim.name):
            said = f"同一代码在本文件前面的行中名称为“{first_name}”，与本行“{claim.name}”不同，请核对代码是否填错。"
            findings.append(grave(column, "name_differs", said))
    elif claim.name != known.name and (given := normalise(claim.name)) != known.current:
        if _vouched_for(known):
            findings.append(_name_finding(column, claim, known, given))
        else:
            take_name(known, claim.name)
    if binder.stranger(claim) is not None:
        said = "所填的工商注册号等旧号码已登记在另一主体名下，请核对号码；若确为同一主体，请联系信用办合并。"
        findings.append(grave(f"{kind.prefix}_XDR_SHXYM", "number_elsewhere", said))
    return findings


def _vouched_for(known: Known) -> bool:
    """Whether the name on file is more than what a taken-back upload once said."""
    return known.public or Record.objects.filter(subject=known.subject_id).exclude(state="taken_back").exists()


def _name_finding(column: str, claim: Claim, known: Known, given: str) -> Finding:
    if claim.kind == "person":
        return grave(column, "name_differs", "姓名与平台上该证件号码登记的姓名不同，请核对证件号码和姓名。")
    if known.named(given):
        said = f"“{claim.name}”是曾用名，该代码现登记名称为“{known.name}”，已按代码归入，无需处理。"
        return warning(column, "former_name", said)
    former = f"（曾用名：{'、'.join(known.former)}）" if known.former else ""
    said = (
        f"该代码在平台登记的名称为“{known.name}”{former}，与所填“{claim.name}”不同。"
        "请核对代码是否填错；确为更名的，由审核员确认后公示。"
    )
    return grave(column, "name_differs", said)


def content_of(kind: Kind, row: Row) -> tuple[dict[str, str], bytes, str, str]:
    """(content without ID numbers, the same as `canonical` text, ID numbers sealed, keyed hash of the whole): what a version keeps."""
    if kind.private.isdisjoint(row):
        text = canonical(row)
        return row, text, "", keyed_hash_of(text)
    secret = {code: value for code, value in row.items() if code in kind.private}
    content = {code: value for code, value in row.items() if code not in kind.private}
    sameness = keyed_hash_of(canonical(row))
    sealed = seal_text(json.dumps(secret, ensure_ascii=False), f"version:{sameness}") if secret else ""
    return content, canonical(content), sealed, sameness
