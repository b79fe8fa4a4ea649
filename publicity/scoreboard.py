"""公示及时率排行 (记分牌): what was published in the last twelve months, by month, department and county, and how much of it in time.

What is counted says timely.py. What is few is not told by its number
(small_numbers.py). Source: G7.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count

from accounts.models import Department
from supervision.counting import MonthOf
from supervision.months import after, words
from supervision.overview import Counties

from . import small_numbers
from .timely import MONTHS, ON_TIME, TIMED, first_month, published

CITY = "市本级"
_COUNTY = re.compile(r"(.+?[县区旗市])(?=(?:社会|公共)?信用|发展和改革)")
FIGURES = ("licence", "penalty", "timed", "on_time")
Counted = dict[str, Any]


def board(on: date) -> dict[str, list[Counted]]:
    """{"months", "departments", "counties"}: each row {"title", "licence", "penalty", "timed", "on_time"}, departments with "id"."""
    first, dated = first_month(on), published(on)
    rows = list(
        dated.annotate(month=MonthOf("public_from")).order_by().values("month", "department", "kind").annotate(
            all=Count("pk"), timed=Count("pk", filter=TIMED), on_time=Count("pk", filter=ON_TIME)
        )
    )  # fmt: skip
    departments = {one.pk: one for one in Department.objects.filter(pk__in={row["department"] for row in rows})}
    counties = Counties()
    of_county = {pk: _place(county.name) if (county := counties.of(one)) else CITY for pk, one in departments.items()}
    months = [after(first, place) for place in range(MONTHS)]
    by_month = _added((row["month"], row) for row in rows)
    by_department = _added((row["department"], row) for row in rows)
    return {
        "months": [{"title": words(month), **by_month[month]} for month in months],
        "departments": sorted(
            ({"title": one.name, "id": str(one.public_id), **by_department[pk]} for pk, one in departments.items()),
            key=_by_share,
        ),
        "counties": sorted(
            (
                {"title": name, **sums}
                for name, sums in _added((of_county[row["department"]], row) for row in rows).items()
            ),
            key=_by_share,
        ),
    }


def _added(rows: Iterable[tuple[object, Mapping[str, Any]]]) -> dict[Any, Counted]:
    found: dict[Any, Counted] = defaultdict(lambda: {"licence": 0, "penalty": 0, "timed": 0, "on_time": 0})
    for key, row in rows:
        sums = found[key]
        sums[row["kind"]] += row["all"]
        sums["timed"] += row["timed"]
        sums["on_time"] += row["on_time"]
    return found


def _by_share(row: Mapping[str, Any]) -> tuple[float, str]:
    """The best share first; behind all those without one."""
    return (-row["on_time"] / row["timed"] if row["timed"] >= small_numbers.FEW else 1.0, row["title"])


def _place(office: str) -> str:
    """The county that a credit office is named after: 云州市青山县 of 云州市青山县信用管理中心; its whole name where none is in it."""
    found = _COUNTY.match(office)
    return found[1] if found else office


def told(row: Mapping[str, Any]) -> Counted:
    """The row as the public reads it, with its share."""
    share = small_numbers.share(row["on_time"], row["timed"])
    return {**row, **{name: small_numbers.told(row[name]) for name in FIGURES}, "share": share}
