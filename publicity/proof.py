"""工作量证明: instead of typing digits a browser may spend some seconds of work. Needs scripts; the captcha never goes away.

The browser looks for a number that makes SHA-256 of challenge and number begin with BITS zero bits. One proof is worth
one search, as one captcha is. Source: G5, design §8.
"""

import hashlib
import secrets

import redis
from django.core.signing import BadSignature, TimestampSigner

from credit_platform.volatile import store

BITS = 16  # 65,536 attempts on average: one to four seconds of a browser, 50 ms of a machine that means harm
MAX_AGE = 10 * 60  # seconds
LONGEST = 200  # characters

_signer = TimestampSigner(salt="publicity.proof")


def new_challenge() -> str:
    """Nothing is stored: the signature says that it is ours and when it was made."""
    return _signer.sign(secrets.token_urlsafe(12))


def redeem(work: str) -> bool:
    """Whether `work` ("challenge~number") is done, ours, in time and not used before. Without Redis nobody can tell."""
    challenge = work.rpartition("~")[0]
    if len(work) > LONGEST or not _done(work):
        return False
    try:
        _signer.unsign(challenge, max_age=MAX_AGE)
        return bool(store().set(f"publicity:proof:{challenge}", 1, nx=True, ex=MAX_AGE))
    except (BadSignature, redis.RedisError):
        return False


def _done(work: str) -> bool:
    digest = hashlib.sha256(work.encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0
