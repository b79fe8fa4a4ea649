"""访问频率, and life without Redis. Source: design §8, sentence 1."""

import pytest
import time_machine

from credit_platform.volatile import store
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(settings):
    settings.VISITS_PER_MINUTE = 3
    with time_machine.travel("2026-03-02 10:00:30+08:00", tick=False):
        yield f"/subject/{factories.subject().public_id}/"


def statuses(client, url, count, **headers):
    return [client.get(url, **headers).status_code for _ in range(count)]


def test_too_many_are_asked_to_wait(client, url):
    assert statuses(client, url, 4) == [200, 200, 200, 429]
    answer = client.get(url)
    assert "访问太频繁了" in answer.content.decode()
    assert answer.headers["Retry-After"] == "60"


def test_the_next_minute_begins_anew(client, url):
    statuses(client, url, 4)
    with time_machine.travel("2026-03-02 10:01:00+08:00", tick=False):
        assert client.get(url).status_code == 200


def test_other_addresses_are_not_meant(client, url):
    statuses(client, url, 4, REMOTE_ADDR="198.51.100.1")
    assert client.get(url, REMOTE_ADDR="198.51.100.2").status_code == 200


def test_one_line_of_ipv6_is_one_address(client, url):
    found = [client.get(url, REMOTE_ADDR=f"2001:db8:0:1::{number}").status_code for number in range(1, 5)]
    assert found == [200, 200, 200, 429]
    assert client.get(url, REMOTE_ADDR="2001:db8:0:2::1").status_code == 200


@pytest.mark.parametrize(
    ("hops", "chain", "last"),
    [
        (0, "203.0.113.{n}, 198.51.100.{n}", 429),  # the header is the client's own claim
        (1, "203.0.113.9, 198.51.100.{n}", 200),  # our proxy wrote its last part
        (2, "203.0.113.9, 198.51.100.{n}", 429),  # two proxies: the one before the last, the same each time
        (2, "203.0.113.{n}, 198.51.100.9", 200),
    ],
)
def test_only_trusted_hops_are_believed(client, url, settings, hops, chain, last):
    settings.TRUSTED_PROXIES = hops
    found = [
        client.get(url, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=chain.format(n=number)).status_code
        for number in range(1, 5)
    ]
    assert found == [200, 200, 200, last]


def test_a_forged_first_part_gains_nothing(client, url, settings):
    settings.TRUSTED_PROXIES = 1
    found = [
        client.get(url, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.1").status_code for number in range(1, 5)
    ]
    assert found == [200, 200, 200, 429]


def test_counts_do_not_stay(client, url):
    statuses(client, url, 2)
    [key] = store().keys("visits:*")
    assert 0 < store().ttl(key) <= 90


def test_emptied_redis_lets_everybody_in(client, url):
    statuses(client, url, 4)
    store().flushall()
    assert client.get(url).status_code == 200


def test_everything_is_answered_without_redis(client, url, redis_down):
    assert statuses(client, url, 5) == [200] * 5
    home = client.get("/")
    assert home.status_code == 200
    assert "统计数字正在更新" in home.content.decode()
    assert client.get("/search").status_code == 200
    said = client.get("/status.json").json()
    assert (said["ok"], said["database"], said["redis"]) == (True, True, False)
