"""工作量证明: an alternative to the captcha, worth one search as well. Source: G5, design §8."""

from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.utils import timezone

from credit_platform.volatile import store
from publicity import proof

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def easy(monkeypatch):
    monkeypatch.setattr(proof, "BITS", 8)


def done(challenge):
    return next(work for number in count() if proof._done(work := f"{challenge}~{number}"))


def undone(challenge):
    return next(work for number in count() if not proof._done(work := f"{challenge}~{number}"))


def test_once():
    work = done(proof.new_challenge())
    assert proof.redeem(work)
    assert not proof.redeem(work)


def test_another_number_for_the_same_challenge_is_the_same_proof():
    challenge = proof.new_challenge()
    first = done(challenge)
    second = next(
        work for number in count(int(first.rpartition("~")[2]) + 1) if proof._done(work := f"{challenge}~{number}")
    )
    assert proof.redeem(first)
    assert not proof.redeem(second)


@pytest.mark.parametrize("work", ["", "~", "x", "~1", "字~2"])
def test_nonsense(work):
    assert not proof.redeem(work)


def test_what_is_not_done_not_ours_or_too_long():
    assert not proof.redeem(undone(proof.new_challenge()))
    assert not proof.redeem(done("not:a:signature"))
    assert not proof.redeem(done(proof.new_challenge() + "~" + "0" * 200))


@pytest.mark.parametrize(("seconds", "good"), [(599, True), (602, False)])
def test_ten_minutes(seconds, good):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        work = done(proof.new_challenge())
        clock.shift(timedelta(seconds=seconds))
        assert proof.redeem(work) is good


def test_a_search_without_the_captcha(client):
    work = done(proof.new_challenge())
    assert client.post("/search", {"q": "红旗", "work": work}).status_code == 303
    assert client.post("/search", {"q": "红旗", "work": work}).status_code == 200


def test_without_redis_the_captcha_remains(redis_down):
    assert not proof.redeem(done(proof.new_challenge()))


def test_it_is_kept_no_longer_than_it_could_be_used():
    challenge = proof.new_challenge()
    proof.redeem(done(challenge))
    assert 0 < store().ttl(f"publicity:proof:{challenge}") <= proof.MAX_AGE
