"""Transports (送出方式): the edge of forwarding. A transport takes what is to leave and says what it made of it; it knows
neither lines nor states. A file is one; a network connection can be another with the same method. Source: C5, I1.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from records import files

FORMAT = "credit-lines/1"


@dataclass(frozen=True)
class Carried:
    """What a transport did: digest of the bytes, and where they are kept."""

    sha256: str
    path: str


class Transport(Protocol):
    """送出方式."""

    key: str

    def carry(self, head: dict, items: Iterable[dict]) -> Carried:
        """Let `items` leave under `head`. Raises what the wire raises; then nothing is noted as sent."""


class FileTransport:
    """文件导出: JSON Lines, the first one the head; sealed in storage, carried by a person."""

    key = "file"

    def carry(self, head: dict, items: Iterable[dict]) -> Carried:
        lines = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in ({"format": FORMAT} | head, *items)]
        data = ("\n".join(lines) + "\n").encode()
        return Carried(hashlib.sha256(data).hexdigest(), files.keep(data, "parcels"))


FILE = FileTransport()
