"""Kept files (原始文件): every upload as it came, sealed, outside the web root, under a random name. Design sentence 5."""

import os
import uuid
from pathlib import Path

from django.conf import settings

from credit_platform.sealing import seal, unseal


def keep(data: bytes, folder: str = "submissions") -> str:
    """Seal and store; returns the path below MEDIA_ROOT. On disk before the database speaks of it."""
    name = uuid.uuid4().hex
    path = Path(folder) / name[:2] / name
    target = settings.MEDIA_ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(target, "xb", opener=lambda file, flags: os.open(file, flags, 0o600)) as out:
        out.write(seal(data, f"file:{name}"))
        out.flush()
        os.fsync(out.fileno())
    return str(path)


def fetch(path: str) -> bytes:
    """What was kept. Raises SealBroken if the file was changed, FileNotFoundError if it is gone."""
    return unseal((settings.MEDIA_ROOT / path).read_bytes(), f"file:{Path(path).name}")
