"""Narrowed searches: exactly those of the county, the kind, the list, in the order of the whole; exact also where they are few."""

from datetime import timedelta

import pytest

from subjects import search
from subjects.grams import rebuild
from subjects.indexing import index_subjects
from subjects.models import Subject
from subjects.narrowing import Only
from tests.subjects.test_search import DAY, public

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd():
    """300 of one trade in three counties; every tenth a sole trader, every seventh on a list."""
    rows = [
        Subject(
            kind="sole_trader" if n % 10 == 0 else "organisation", name=f"澜州{n:03}号商贸有限公司", public_since=DAY,
            code=f"91{('210804', '210881', '210882')[n % 3]}MA{n:08}", listed_until=DAY + timedelta(days=9) if n % 7 == 0 else None,
        )
        for n in range(300)
    ]  # fmt: skip
    Subject.objects.bulk_create(rows)
    index_subjects([row.pk for row in rows])
    return rows


ONLY = [
    Only(county="210881"),
    Only(kind="sole_trader"),
    Only(listed=DAY),
    Only(county="210804", kind="sole_trader", listed=DAY),
    Only(county="110101"),
    Only(listed=DAY + timedelta(days=10)),
]


def fits(row, only):
    return (
        (not only.county or row.code[2:8] == only.county)
        and (not only.kind or row.kind == only.kind)
        and (not only.listed or (row.listed_until is not None and row.listed_until >= only.listed))
    )


@pytest.mark.parametrize(
    "sizes", [(5_000, 40_000, 5_000), (30, 40_000, 5_000), (30, 40_000, 0)], ids=["walk", "few", "further"]
)
@pytest.mark.parametrize("only", ONLY, ids=str)
def test_exactly_those_in_the_order_of_the_whole(crowd, only, sizes, monkeypatch):
    for name, size in zip(("_FIRST", "_FURTHEST", "_SMALL"), sizes, strict=True):
        monkeypatch.setattr(search, name, size)
    rebuild(20)
    for text in ("商贸有限公司", "澜州", "SMYXGS", "LZ"):
        whole = [hit.subject_id for at in range(0, 300, 20) for hit in search.find(text, offset=at).hits]
        right = {row.pk for row in crowd if fits(row, only)} if text != "SMYXGS" else set()
        wanted = [key for key in whole if key in right]
        result = search.find(text, only=only)
        assert [hit.subject_id for hit in result.hits] == wanted[:20], text
        if not result.more:
            assert result.total == len(wanted), text
        assert [hit.subject_id for hit in search.find(text, only=only, offset=20).hits] == wanted[20:40], text


def test_by_code_too(crowd):
    assert search.find("91210881MA", only=Only(county="210881")).total == 100
    assert search.find("91210881MA", only=Only(county="210804")).hits == []


def test_where_it_stops_looking_it_says_more(crowd, monkeypatch):
    monkeypatch.setattr(search, "_FIRST", 10)
    monkeypatch.setattr(search, "_FURTHEST", 40)
    result = search.find("商贸有限公司", only=Only(kind="sole_trader"))
    assert result.more
    assert 0 < result.total < 30


def test_what_a_merged_subject_is_listed_for_is_the_kept_ones():
    kept = public("青山镁业")
    merged = Subject.objects.create(
        kind="organisation", name="青石镁业", public_since=DAY, listed_until=DAY, merged_into=kept
    )
    assert [hit.subject_id for hit in search.find("镁业", only=Only(listed=DAY)).hits] == [kept.pk]
    Subject.objects.filter(pk=merged.pk).update(listed_until=DAY - timedelta(days=1))
    assert search.find("镁业", only=Only(listed=DAY)).hits == []
