"""公示及时率的口径: of which records the public share is told, on the home page as on the page of statistics. Source: G7.

Licences and penalties that were published within twelve calendar months, this one included, and have a day of the law; in time is
that day or before. Of everything that was released, not only of what is still public: else a late one whose time is over
would flatter. Stock has no due day and is no part of the share.
"""

from datetime import date
from typing import Any

from django.db.models import F, Q

from records.models import Record, RecordKind
from supervision.months import after, first_of

MONTHS = 12
KINDS = (RecordKind.LICENCE, RecordKind.PENALTY)
TIMED = Q(due__isnull=False)
ON_TIME = TIMED & Q(public_from__lte=F("due"))


def first_month(on: date) -> date:
    """Its first day."""
    return after(first_of(on), 1 - MONTHS)


def published(on: date) -> Any:
    """All that was published within the months."""
    return Record.objects.filter(kind__in=KINDS, public_from__gte=first_month(on), public_from__lte=on)
