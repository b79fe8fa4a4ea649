"""名单更新日志: what came, left and was corrected, by day, with the reason of leaving. Source: D8; Hua 二(三)4.

Derived from the rows themselves: what came is shown while it stands, what left only as long as it is announced, nobody who
never was public, no natural person.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, Exists, F, Func, IntegerField, OuterRef, QuerySet, Value

from accounts.models import Department
from blacklists.announcing import announced_since
from blacklists.models import Announcement, Nomination
from blacklists.procedure import procedure
from records.kinds import words
from records.models import CorrectionGround, Hide, Proposal, Record, WithdrawalGround
from rules.jurisdictions import NoValue

from . import library
from .library import BLACK, DEBTOR, KIND, OWN, RED, TITLES
from .places import Place, behind
from .whose import page_of_one

CAME, LEFT, CORRECTED = "came", "left", "corrected"
WHAT = {CAME: "列入", LEFT: "移出", CORRECTED: "更正"}
BACK = 365  # days of the log
_ANNOUNCED, _WITHDRAWN, _ENDED, _CORRECTED, _CAME = 0, 1, 2, 3, 4  # where a line comes from, and below it the list
_ORDER = (BLACK, RED, DEBTOR)


@dataclass(frozen=True)
class Line:
    """日志的一行."""

    id: uuid.UUID
    day: date
    which: str
    what: str
    name: str
    code: str
    body: str
    title: str
    reason: str
    subject: uuid.UUID | None = None  # where its page is public

    @property
    def list_title(self) -> str:
        return TITLES[self.which]

    @property
    def what_title(self) -> str:
        return WHAT[self.what]


class NextDay(Func):
    """The day after."""

    arity = 1
    output_field = DateField()
    template = "((%(expressions)s) + 1)"


Key = tuple[date, uuid.UUID, int, int]


def after(
    lists: Iterable[str], on: date, place: Place | None, count: int, department: Department | None = None
) -> list[Line]:
    """The next `count` lines behind `place`, the latest first. `department`: of it and of all below it."""
    bodies = Department.objects.tree(department) if department else None
    parts = [behind(part, place, day="day") for which in lists for part in _parts(which, on, bodies)]
    keys = [part.order_by().values_list("day", "public_id", "source", "list") for part in parts]
    found = keys[0].union(*keys[1:], all=True).order_by("-day", "-public_id")[:count]
    return _lines(list(found), on)


def _parts(which: str, on: date, bodies: QuerySet | None) -> list[QuerySet]:
    """Rows with `day`, `public_id`, `source` and `list`; of these departments."""
    since, told = on - timedelta(days=BACK), announced_since(on, _announcement_days(on))
    place = _ORDER.index(which)

    def marked(rows: QuerySet, source: int, day, of: str = "department") -> QuerySet:
        rows = rows.filter(**{f"{of}__in": bodies}) if bodies is not None else rows
        return rows.annotate(day=day, source=Value(source, IntegerField()), list=Value(place, IntegerField())).filter(
            day__gte=since, day__lte=on
        )

    # Only organisations that were public once; a subject of its own kind may be a person.
    # What was taken offline in haste is named by nobody.
    hidden = Hide.objects.filter(record=OuterRef("pk"), lifted_on__isnull=True)
    past = Record.objects.filter(kind=KIND[which], public_from__isnull=False).filter(~Exists(hidden))
    past = past.exclude(subject__kind="person")
    withdrawn = Proposal.objects.filter(
        state="accepted", decided_on__gte=told, record__state="withdrawn", record__in=past, kind="withdrawal"
    )
    last = told - timedelta(days=1)  # who was public on it left on the day after
    ended = past.filter(state__in=["released", "ended"], public_until__lt=on, public_until__gte=last)
    corrected = Proposal.objects.filter(
        kind="correction", state="accepted", record__in=Record.objects.public(on).filter(kind=KIND[which])
    )
    parts = [
        marked(withdrawn, _WITHDRAWN, F("decided_on"), "record__department"),
        marked(ended, _ENDED, NextDay(F("public_until"))),
        marked(corrected, _CORRECTED, F("decided_on"), "record__department"),
        marked(Record.objects.public(on).filter(kind=KIND[which]), _CAME, F("public_from")),
    ]
    if which in OWN:
        parts.append(marked(OWN[which].objects.public(on), _CAME, F("public_from")))
        announced = Announcement.objects.public(on).filter(which=which)
        parts.append(marked(announced, _ANNOUNCED, F("announced_on")))
    return parts


def _announcement_days(on: date) -> int:
    try:
        return procedure(on).announcement_days
    except NoValue:
        return 0


def _lines(found: list[Key], on: date) -> list[Line]:
    ids: dict[int, set[uuid.UUID]] = {}
    for _, public_id, source, _ in found:
        ids.setdefault(source, set()).add(public_id)
    said: dict[tuple[int, uuid.UUID], tuple[str, str, str, str, str, uuid.UUID | None]] = {}
    for one in Announcement.objects.filter(public_id__in=ids.get(_ANNOUNCED, ())).select_related(
        "subject__merged_into", "department", "entry", "nomination"
    ):
        said[_ANNOUNCED, one.public_id] = (
            one.subject.name, one.subject.code, one.department.name, "", _why(one), page_of_one(one.subject),
        )  # fmt: skip
    proposals = Proposal.objects.filter(public_id__in=ids.get(_WITHDRAWN, set()) | ids.get(_CORRECTED, set()))
    for proposal in proposals.select_related("record__subject__merged_into", "record__version"):
        source = _WITHDRAWN if proposal.kind == "withdrawal" else _CORRECTED
        said[source, proposal.public_id] = (
            *_record(proposal.record),
            _reason(proposal),
            page_of_one(proposal.record.subject),
        )
    ended = Record.objects.filter(public_id__in=ids.get(_ENDED, set()) | ids.get(_CAME, set()))
    for record in ended.select_related("subject__merged_into", "version"):
        source = _ENDED if record.public_id in ids.get(_ENDED, ()) else _CAME
        said[source, record.public_id] = (
            *_record(record), "期限届满" if source == _ENDED else "", page_of_one(record.subject),
        )  # fmt: skip
    for which in OWN:
        keys = [(on, public_id, 1) for public_id in ids.get(_CAME, ())]
        for row in library.rows(which, keys, on):
            said[_CAME, row.id] = (row.name, row.code, row.body, row.title, "", row.subject)
    what = {_CAME: CAME, _CORRECTED: CORRECTED}
    return [
        Line(public_id, day, _ORDER[place], what.get(source, LEFT), *said[source, public_id])
        for day, public_id, source, place in found
        if (source, public_id) in said
    ]


def _why(one: Announcement) -> str:
    """The reason alone: that it left which list the line says by itself."""
    if one.entry is not None:
        return one.entry.get_exit_display() or one.words
    if one.nomination is not None and one.nomination.state == Nomination.State.WITHDRAWN:
        return f"因重大失信行为取消“{one.nomination.title}”"
    return f"“{one.nomination.title}”有效期满" if one.nomination is not None else one.words


def _record(record: Record) -> tuple[str, str, str, str]:
    title = words.title(record.kind, record.version.content)
    return record.subject.name, record.subject.code, record.body_name, title


def _reason(proposal: Proposal) -> str:
    """The class of the reason; never what somebody wrote for the file."""
    if proposal.kind != "withdrawal":
        return str(CorrectionGround(proposal.ground).label) if proposal.ground else "来源更正"
    if not proposal.ground or proposal.ground == WithdrawalGround.OTHER:
        return "发布机关不再列入"
    return str(WithdrawalGround(proposal.ground).label)
