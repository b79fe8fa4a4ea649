"""Kept files (原始文件): uploads as they came, sealed, outside the web root, under a random name. Design sentences 5, 9.

Papers (附件) are what somebody attaches to a request: a scan or a print. They are only ever handed out as downloads. Every one of
them, whatever it is attached to, comes through `check_paper`: size, kind by content, and the scanner where there is one.
"""

import os
import unicodedata
import uuid
from pathlib import Path

from django.conf import settings

from .personal import personal_number_in
from .scanning import Infected, ScannerSilent, scan
from .sealing import seal, unseal

MAX_PAPER = 5 * 1024 * 1024  # bytes
# Ending → how such a file begins.
PAPERS = {".pdf": b"%PDF-", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}


class PaperRefused(ValueError):
    """The file cannot be attached; the message says why and what to do."""


def keep(data: bytes, folder: str) -> str:
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


def check_paper(name: str, data: bytes) -> str:
    """The ending of a paper by what it holds, as name of a download: 附件.pdf. What the sender called it may be anybody's
    name, so it is not handed out. Scanned last, once all else is in order. Raises PaperRefused.
    """
    if not data:
        raise PaperRefused("附件是空的，请重新选择文件。")
    if len(data) > MAX_PAPER:
        raise PaperRefused(f"附件超过{MAX_PAPER // 1024 // 1024}MB，请压缩或重新扫描后上传。")
    ending = Path(name).suffix.lower()
    if ending not in PAPERS or not data.startswith(PAPERS[ending]):
        raise PaperRefused("附件只能是 PDF、JPG 或 PNG 文件，且内容要与扩展名一致，请重新选择。")
    try:
        scan(data)
    except (Infected, ScannerSilent) as refused:
        raise PaperRefused(str(refused)) from refused
    return f"附件{ending}"


def title_of(name: str) -> str:
    """What the sender called the file, to tell one paper from another on the pages of the case: without folders, ending and signs that
    cannot be seen, 60 characters at most; empty where nothing is left or a number of somebody stands in it.
    """
    last = unicodedata.normalize("NFKC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0] if "." in last else last
    shown = (
        "".join(sign for sign in stem if unicodedata.category(sign)[0] not in "CZ" or sign == " ").strip()[:60].strip()
    )
    return "" if personal_number_in(shown) else shown
