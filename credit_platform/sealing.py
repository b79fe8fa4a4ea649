"""Sealing (加密存储): what must not be readable in the database, and how it is found again.

Keys live outside the database (settings.SEALING_KEYS, newest first). A sealed text names algorithm and key, so that keys
can be rotated and another algorithm (SM4) can be added without guessing. Source: design sentence 9, A1, 数据安全.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

ALGORITHM = "aes256gcm"


class SealBroken(ValueError):
    """The text was changed, or its key is not among settings.SEALING_KEYS."""


@lru_cache(maxsize=16)
def _cipher(key: str) -> AESGCM:
    return AESGCM(base64.b64decode(key))


def seal(data: bytes, about: str) -> bytes:
    """Encrypt `data` (any bytes). `about` binds it to its use: a seal moved elsewhere does not open."""
    name, key = next(iter(settings.SEALING_KEYS.items()))
    nonce = os.urandom(12)
    head = f"{ALGORITHM}:{name}:".encode()
    return head + nonce + _cipher(key).encrypt(nonce, data, head + about.encode())


def unseal(sealed: bytes, about: str) -> bytes:
    """What `seal` was given. Raises SealBroken."""
    try:
        algorithm, name, rest = bytes(sealed).split(b":", 2)
        if algorithm != ALGORITHM.encode():
            raise SealBroken(f"unknown algorithm {algorithm!r}")
        head = algorithm + b":" + name + b":"
        return _cipher(settings.SEALING_KEYS[name.decode()]).decrypt(rest[:12], rest[12:], head + about.encode())
    except (ValueError, KeyError, InvalidTag) as reason:
        raise SealBroken("a sealed value does not open with the keys at hand") from reason


def seal_text(text: str, about: str) -> str:
    """`seal` for short texts in text columns: base64."""
    return base64.b64encode(seal(text.encode(), about)).decode()


def unseal_text(sealed: str, about: str) -> str:
    """What `seal_text` was given. Raises SealBroken."""
    return unseal(base64.b64decode(sealed), about).decode()


def keyed_hash(*parts: str) -> str:
    """64 hexadecimal digits that find an ID number again without saying it; useless without settings.HASH_KEY."""
    return keyed_hash_of("\x1f".join(parts).encode())


def keyed_hash_of(data: bytes) -> str:
    """The same of one part that is bytes already."""
    keyed = _keyed(settings.HASH_KEY).copy()
    keyed.update(data)
    return keyed.hexdigest()


@lru_cache(maxsize=4)
def _keyed(key: str) -> hmac.HMAC:
    return hmac.new(key.encode(), digestmod=hashlib.sha256)
