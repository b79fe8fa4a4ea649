"""法定时限: the same facts as words and as points on a line."""

from datetime import date

import pytest

from publicity.clock import clock

DECIDED, DUE = date(2026, 3, 2), date(2026, 3, 11)


@pytest.mark.parametrize(
    ("published", "late", "verdict", "words"),
    [
        (date(2026, 3, 5), 0, "on_time", "按时公示"),
        (DUE, 0, "on_time", "按时公示"),
        (date(2026, 3, 16), 3, "late", "迟 3 个工作日"),
        (date(2026, 3, 14), 0, "late", "迟于期限，未满 1 个工作日"),
    ],
)
def test_words(published, late, verdict, words):
    shown = clock(DECIDED, DUE, published, late)
    assert (shown.verdict, shown.words) == (verdict, words)


def test_points_keep_the_proportion_of_days():
    late = clock(DECIDED, DUE, date(2026, 3, 20), 7)
    assert (late.due_at, late.published_at) == ("50.0%", "97.0%")
    early = clock(DECIDED, DUE, date(2026, 3, 5), 0)
    assert early.due_at == "97.0%"
    assert float(early.published_at[:-1]) == pytest.approx(3 + 94 / 3, abs=0.1)


def test_everything_on_one_day_does_not_divide_by_zero():
    assert clock(DECIDED, DECIDED, DECIDED, 0).published_at == "97.0%"


def test_stock_is_never_late():
    shown = clock(date(2019, 1, 1), None, date(2026, 3, 5), 0)
    assert (shown.verdict, shown.words, shown.due) == ("stock", "存量数据，不计迟报", "")
