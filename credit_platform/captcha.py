"""验证码: four digits that can be read or heard. One captcha is worth one search, one account, one report, whether the answer was right or wrong.

django-simple-captcha draws the picture and keeps the table; its own check would accept one answer many times when asked
at once, so answers are redeemed here. Source: G5, design §8.
"""

import array
import secrets
import wave
from functools import cache
from io import BytesIO
from pathlib import Path

from captcha.models import CaptchaStore
from django.db import connection
from django.utils import timezone

CLIPS = Path(__file__).parent / "clips"
RATE = 8000  # samples a second, mono, 16 bit: as scripts/make_digit_clips.py makes them


def four_digits() -> tuple[str, str]:
    """Challenge and answer. From `secrets`: the drawing seeds the shared random generator with a key that all know."""
    digits = f"{secrets.randbelow(10_000):04}"
    return digits, digits


def new_key() -> str:
    """Key of a fresh captcha, good for settings.CAPTCHA_TIMEOUT minutes."""
    return CaptchaStore.generate_key()


def redeem(key: str, answer: str) -> bool:
    """Whether `answer` is right and in time. Either way the captcha is spent: one statement, so only one asker gets it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM captcha_captchastore WHERE hashkey = %s RETURNING response, expiration", [key[:40]])
        row = cursor.fetchone()
    return bool(row) and row[1] > timezone.now() and secrets.compare_digest(row[0].encode(), answer.encode())


def digits_of(key: str) -> str | None:
    """What to draw or say for the key; None once it is spent or late."""
    return (
        CaptchaStore.objects.filter(hashkey=key, expiration__gt=timezone.now())
        .values_list("challenge", flat=True)
        .first()
    )


@cache
def _clip(digit: str) -> array.array:
    with wave.open(str(CLIPS / f"{digit}.wav")) as clip:
        return array.array("h", clip.readframes(clip.getnframes()))


def spoken(digits: str) -> bytes:
    """WAV of the digits in Mandarin, with uneven pauses, loudness and a little hiss, so that no two are the same bytes."""
    samples = array.array("h")
    for digit in digits:
        samples.extend([0] * (RATE // 3 + secrets.randbelow(RATE // 3)))
        loudness = 60 + secrets.randbelow(30)
        samples.extend(value * loudness // 100 for value in _clip(digit))
    samples.extend([0] * (RATE // 3))
    hiss = secrets.token_bytes(len(samples))
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(
            array.array("h", (value + 2 * (noise - 128) for value, noise in zip(samples, hiss, strict=True))).tobytes()
        )
    return out.getvalue()
