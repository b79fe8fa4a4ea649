"""The page of statistics: what it adds up, what counts as in time, and the same as a table to take away. Source: G7."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from credit_platform.volatile import store
from publicity import scoreboard, small_numbers, statistics
from publicity.scoreboard import board, told
from records.models import Record
from supervision.months import after, first_of, words
from tests import factories
from tests.records import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture(autouse=True)
def nothing_kept():
    day = timezone.localdate()
    store().delete(f"publicity:counted:scoreboard:{day}", f"publicity:counted:scoreboard:{day}:counting")


def released(people, kind, on, due, **fields):
    record = factories.record(kind, department=people.body)
    Record.objects.filter(pk=record.pk).update(public_from=on, due=due, **fields)
    return record


def test_months_departments_and_what_was_in_time(people):
    today = timezone.localdate()
    month = after(first_of(today), -1)
    released(people, "licence", month, month)
    released(people, "penalty", month, month - timedelta(days=1))
    released(people, "penalty", month, None, stock=True)
    released(people, "penalty", today, today, state="ended", public_until=today)
    released(people, "licence", after(month, -12), month)  # too old
    found = board(today)
    by_title = {row["title"]: row for row in found["months"]}
    assert len(found["months"]) == 12
    assert {name: by_title[words(month)][name] for name in ("licence", "penalty", "timed", "on_time")} == {
        "licence": 1, "penalty": 2, "timed": 2, "on_time": 1,
    }  # fmt: skip
    assert by_title[words(first_of(today))]["penalty"] == 1
    [department] = found["departments"]
    assert (department["title"], department["licence"], department["penalty"]) == (people.body.name, 1, 3)
    assert told(department) | {"id": ""} == {
        "title": people.body.name, "id": "", "licence": "不足5", "penalty": "不足5", "timed": "不足5", "on_time": "不足5", "share": "—",
    }  # fmt: skip
    assert sum(row["penalty"] for row in found["counties"]) == 3
    released(people, "inspection", today, month)  # no part of the share anywhere
    sums = [sum(row[name] for row in board(today)["months"]) for name in ("on_time", "timed")]
    assert statistics.count(today)["on_time"] == sums[0] * 1000 // sums[1] / 10, "the home page says the same"


def test_what_is_few_is_not_told():
    assert [small_numbers.told(count) for count in (0, 1, 4, 5, 12)] == [0, "不足5", "不足5", 5, 12]
    assert small_numbers.share(99_999, 100_000) == "99.9%", "never rounded up to all of it"
    assert [small_numbers.share(*pair) for pair in ((0, 0), (4, 4), (5, 5), (0, 9))] == ["—", "—", "100.0%", "0.0%"]
    assert small_numbers.share(1, 100) == small_numbers.share(4, 100) == "不足5.0%"


def test_the_page_and_its_tables(client, people):
    today = timezone.localdate()
    for _ in range(5):
        released(people, "penalty", today, today)
    released(people, "licence", today, None, stock=True)
    with time_machine.travel(timezone.now(), tick=False):
        now = timezone.localtime()
        page = client.get("/statistics/").content.decode()
    assert f"截至 {now:%Y-%m-%d %H:%M}" in page
    assert people.body.name in page
    assert f"/columns/penalty/?department={people.body.public_id}" in page
    sheet = client.get("/statistics/?format=csv&table=departments").content.decode()
    assert sheet.startswith("\ufeff部门")
    assert f"{people.body.name},不足5,5,5,5,100.0%" in sheet
    assert "行政许可 不足5</title>" in page
    assert "<html" in client.get("/statistics/?format=csv&table=nothing").content.decode()


def test_while_it_is_counted_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(scoreboard, "board", lambda on: pytest.fail("another process is counting"))
    store().set(f"publicity:counted:scoreboard:{timezone.localdate()}:counting", 1, ex=5)
    assert "正在计算" in client.get("/statistics/").content.decode()
