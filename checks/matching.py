"""Matching (比对主体): which subject a name or a code means, for one or ten thousand at once. A name never binds: the answer says how.

Source: E6, design sentence 8. Natural persons are never found by name or by number here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from credit_platform.codes import check_uscc, normalise_code
from credit_platform.prepared import AnyOf, Prepared
from subjects.models import FormerName, Identifier, IdentifierType, SearchName, Subject, SubjectKind
from subjects.naming import normalise

CHUNK = 10_000
NAMESAKES = 5  # shown of several with one name


@dataclass(frozen=True)
class Asked:
    """What was asked: a name, a code, or both."""

    name: str = ""
    code: str = ""

    @property
    def text(self) -> str:
        """As it stands on the receipt."""
        return " ".join(filter(None, (self.name.strip(), normalise_code(self.code))))[:200]


@dataclass(frozen=True)
class Match:
    """What was found: `subject`, or several of one name, or nothing; `note` says how far it can be relied on."""

    subject: Subject | None = None
    namesakes: tuple[Subject, ...] = ()
    note: str = ""


def asked_for(text: str) -> Asked:
    """One text as typed: a code where it has the form of one, else a name."""
    number = normalise_code(text)
    coded = number.isascii() and number.isalnum() and len(number) >= 6 and any(one.isdigit() for one in number)
    return Asked(code=number) if coded else Asked(name=text.strip())


def match_all(asked: Sequence[Asked], *, public_only: bool = False) -> list[Match]:
    """Each one's subject, in the order asked; a handful of queries whatever their number. `public_only`: for whoever may not
    even be told that the platform holds something on a subject that is not public.
    """
    codes = {normalise_code(one.code) for one in asked if one.code}
    by_code = _by_code(codes)
    if public_only:
        public = set(
            Subject.objects.public().filter(pk__in={one.pk for one in by_code.values()}).values_list("pk", flat=True)
        )
        by_code = {code: one for code, one in by_code.items() if one.pk in public}
    names = {normalise(one.name) for one in asked if one.name and not one.code}
    by_name = _by_name(names - {""})
    past = _former(by_code.values())
    return [_one(one, by_code, by_name, past) for one in asked]


def _one(
    asked: Asked, by_code: Mapping[str, Subject], by_name: Mapping[str, list[Subject]], past: Mapping[int, set[str]]
) -> Match:
    code, name = normalise_code(asked.code), normalise(asked.name)
    if code:
        found = by_code.get(code)
        if found is not None:
            return Match(found, note=_differs(name, found, past.get(found.pk, set())))
        if len(code) == 18 and not check_uscc(code).valid:
            return Match(note="代码的校验位不对，请对照营业执照核对。")
        return Match(note="平台没有这个代码的信息。没有查到不等于没有失信记录，请核对代码。")
    called = by_name.get(name, [])
    if len(called) > 1:
        return Match(
            namesakes=tuple(called[:NAMESAKES]), note=f"有{len(called)}个主体用过这个名称，请按统一社会信用代码查询。"
        )
    if not called:
        return Match(note="平台公开的信息中没有这个名称。没有查到不等于没有失信记录，请按统一社会信用代码再查。")
    if normalise(called[0].name) != name:
        return Match(called[0], note=f"所填是曾用名，现名“{called[0].name}”，请核对代码。")
    return Match(called[0], note="按名称查到，请核对代码。")


def _identifiers(values: Sequence[str]):
    return Identifier.objects.filter(AnyOf("value", values), sealed="").values("type", "value", "subject")


def _former_names(subjects: Sequence[int]):
    return FormerName.objects.filter(AnyOf("subject_id", subjects)).values("subject", "name")


_IDENTIFIERS = Prepared(_identifiers, values=list[str])
_FORMER = Prepared(_former_names, subjects=list)


def _former(subjects: Iterable[Subject]) -> dict[int, set[str]]:
    """曾用名, normalised, by subject."""
    found: dict[int, set[str]] = {}
    for row in _FORMER.rows(subjects=[one.pk for one in subjects]):
        found.setdefault(row["subject"], set()).add(normalise(row["name"]))
    return found


def _differs(name: str, found: Subject, former: set[str]) -> str:
    if not name or normalise(found.name) == name:
        return ""
    if name in former:
        return f"所填是曾用名，现名“{found.name}”。"
    return f"所填名称与代码对应的名称“{found.name}”不一致，以代码为准，请核对。"


def _by_code(codes: Iterable[str]) -> dict[str, Subject]:
    held: dict[str, int] = {}
    wanted = sorted(codes)
    for at in range(0, len(wanted), CHUNK):
        rows = _IDENTIFIERS.rows(values=wanted[at : at + CHUNK])
        for row in sorted(rows, key=lambda row: row["type"] == IdentifierType.USCC):  # the unified code goes before
            held[row["value"]] = row["subject"]
    subjects = _alive(held.values())
    return {code: subjects[pk] for code, pk in held.items() if pk in subjects}


def _by_name(names: Iterable[str]) -> dict[str, list[Subject]]:
    held: dict[str, set[int]] = {}
    wanted = sorted(names)
    for at in range(0, len(wanted), CHUNK):
        rows = SearchName.objects.filter(name_n__in=wanted[at : at + CHUNK]).values_list("name_n", "subject")
        for name, pk in rows:
            held.setdefault(name, set()).add(pk)
    subjects = _alive(pk for pks in held.values() for pk in pks)
    found: dict[str, list[Subject]] = {}
    for name, pks in held.items():
        kept = {subjects[pk].pk: subjects[pk] for pk in pks if pk in subjects}
        found[name] = [kept[pk] for pk in sorted(kept)]
    return found


def _alive(pks: Iterable[int]) -> dict[int, Subject]:
    """By the id they were found under: the subjects, or those that they were merged into; no natural persons."""
    rows = Subject.objects.filter(pk__in=set(pks)).exclude(kind=SubjectKind.PERSON).select_related("merged_into")
    return {row.pk: row.merged_into or row for row in rows}
