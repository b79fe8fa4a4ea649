"""验证码: one answer is one search. Source: G5, design §8."""

import io
import wave
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from captcha.models import CaptchaStore
from django.db import connection
from django.utils import timezone

from credit_platform import captcha
from publicity.sweeping import sweep_captchas
from tests.factories import DAY


def answer(key):
    return CaptchaStore.objects.get(hashkey=key).response


@pytest.mark.django_db
def test_right_once():
    key = captcha.new_key()
    right = answer(key)
    assert len(right) == 4
    assert right.isdigit()
    assert captcha.redeem(key, right)
    assert not captcha.redeem(key, right)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["", "x", "１２３４", "00000"])
def test_a_wrong_answer_spends_it_too(wrong):
    key = captcha.new_key()
    right = answer(key)
    assert not captcha.redeem(key, wrong)
    assert not captcha.redeem(key, right)


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "good"), [(179, True), (181, False)])
def test_three_minutes(seconds, good):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        key = captcha.new_key()
        right = answer(key)
        clock.shift(seconds)
        assert captcha.redeem(key, right) is good


@pytest.mark.django_db
def test_unknown_and_overlong_keys():
    assert not captcha.redeem("", "")
    assert not captcha.redeem("f" * 5000, "1234")


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_and_one_is_let_in():
    """The check of django-simple-captcha itself lets several in here."""
    for _ in range(3):
        key = captcha.new_key()
        right = answer(key)
        ready = Barrier(50)

        def ask(_, key=key, right=right, ready=ready):
            try:
                connection.ensure_connection()
                ready.wait(timeout=30)
                return captcha.redeem(key, right)
            finally:
                connection.close()

        with ThreadPoolExecutor(50) as pool:
            assert list(pool.map(ask, range(50))).count(True) == 1


@pytest.mark.django_db
def test_picture_and_sound(client):
    key = captcha.new_key()
    picture = client.get(f"/captcha/{key}.png")
    assert picture.content[:8] == b"\x89PNG\r\n\x1a\n"
    sound = client.get(f"/captcha/{key}.wav")
    with wave.open(io.BytesIO(sound.content)) as wav:
        assert wav.getparams()[:3] == (1, 2, 8000)
        assert 3 < wav.getnframes() / wav.getframerate() < 8
    assert sound.content != client.get(f"/captcha/{key}.wav").content
    for answered in (picture, sound):
        assert "no-store" in answered.headers["Cache-Control"]
        assert not answered.cookies
    captcha.redeem(key, "")
    assert client.get(f"/captcha/{key}.png").status_code == client.get(f"/captcha/{key}.wav").status_code == 410


def test_each_digit_has_its_own_sound():
    clips = {bytes(captcha._clip(digit)) for digit in "0123456789"}
    assert len(clips) == 10
    assert all(0.3 < len(clip) / 2 / 8000 < 1 for clip in clips)


@pytest.mark.django_db
def test_sweeping_takes_the_old_ones_only():
    with time_machine.travel(timezone.now() - timedelta(minutes=10)):
        captcha.new_key()
    kept = captcha.new_key()
    assert sweep_captchas(DAY - timedelta(days=30)) == 0
    assert sweep_captchas(timezone.localdate()) == 1
    assert sweep_captchas(timezone.localdate()) == 0
    assert CaptchaStore.objects.get().hashkey == kept
