"""Keys (密钥): where sealing and hashing keys come from. Outside the database, always."""

import base64
import json
import os
import secrets
from pathlib import Path


def parse_sealing_keys(text: str) -> dict[str, str]:
    """`name:base64,name:base64` (32 bytes each), newest first. Raises ValueError naming the faulty entry."""
    keys = {}
    for entry in filter(None, text.split(",")):
        name, _, key = entry.partition(":")
        if not name or _bytes(key) != 32:
            raise ValueError(f"SEALING_KEYS: {name!r} is not a name with 32 bytes in base64")
        keys[name] = key
    return keys


def _bytes(key: str) -> int:
    """Length of the key; -1 where it is not base64."""
    try:
        return len(base64.b64decode(key, validate=True))
    except ValueError:
        return -1


def new_keys() -> dict[str, str]:
    """A fresh set, as the environment variables spell it."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "HASH_KEY": secrets.token_urlsafe(32),
        "SEALING_KEYS": "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
    }


def demo_keys(root: Path) -> dict[str, str]:
    """Keys of a demo or test, made once below var/ and readable by us alone; a second process reads the first's."""
    path = root / "keys.json"
    if not path.exists():
        root.mkdir(parents=True, exist_ok=True)
        draft = root / f"keys.{os.getpid()}"
        with open(draft, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
            json.dump(new_keys(), out)
        try:
            os.link(draft, path)  # whoever comes first wins; all others read theirs
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return json.loads(path.read_text())
