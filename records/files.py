"""Kept files (原始文件): every upload as it came. Design sentence 5."""

from credit_platform import keeping
from credit_platform.keeping import fetch

__all__ = ["fetch", "keep"]


def keep(data: bytes, folder: str = "submissions") -> str:
    """Seal and store; returns the path below MEDIA_ROOT."""
    return keeping.keep(data, folder)
