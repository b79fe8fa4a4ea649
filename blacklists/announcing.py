"""移出公告的期间: how long it is told who left a list, the same for what was decided here and what came from elsewhere.

The day of leaving is the first of `days`. Source: D5; 河南 第37条.
"""

from datetime import date, timedelta


def announced_until(left_on: date, days: int) -> date:
    """公告截止: the last of `days` days."""
    return left_on + timedelta(days=days - 1)


def announced_since(on: date, days: int) -> date:
    """The earliest day of leaving that is still told on `on`."""
    return on - timedelta(days=days - 1)
