"""公示标注: that something public is in dispute, verified, under repair or before a court, told on every channel on the same day. Source: E4, F2, F9."""

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Greatest

from blacklists.querysets import marks_of_entry
from records.models import Mark


def on_record(on: date) -> ArraySubquery:
    """Kinds of the marks on a record; to annotate with."""
    rows = Mark.objects.open(on).filter(target_id=OuterRef("public_id"))
    return ArraySubquery(rows.order_by("kind").values("kind").distinct())


def any_on_record(on: date) -> Exists:
    """Whether a record is marked."""
    return Exists(Mark.objects.open(on).filter(target_id=OuterRef("public_id")))


def changed_on_record(on: date) -> Subquery:
    """The last day on which a mark was put on a record or taken off; to annotate with."""
    rows = Mark.objects.filter(target_id=OuterRef("public_id"), since__lte=on)
    return Subquery(rows.annotate(last=Greatest("since", "until")).order_by("-last").values("last")[:1])


def on_entry(on: date) -> ArraySubquery:
    """Of a list entry: its own, and those of the records it rests on."""
    return ArraySubquery(marks_of_entry(Mark.objects.open(on)).order_by("kind").values("kind").distinct())


def words(kinds: Iterable[str]) -> str:
    """「异议处理中、复议或诉讼中」; empty where nothing is marked."""
    return "、".join(str(Mark.Kind(kind).label) for kind in kinds)
