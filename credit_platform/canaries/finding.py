"""Finding (查找): which canaries stand in an answer, a cell, a message, however it is written. Pure but for the readers of files."""

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import unquote

from .values import NUMBERS, Canary

BETWEEN = re.compile(r"(?<=[0-9])[\s-]+(?=[0-9Xx])")  # 1000 0018 9907…: as people group figures
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


class Finder:
    """Knows the canaries; answers with those that a text or a file holds."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self._by_value = {_plain(canary.value): canary for canary in canaries}
        self._any = re.compile("|".join(re.escape(value) for value in self._by_value) or r"(?!)")
        self.unread = 0  # files whose text cannot be read here

    @property
    def numbers(self) -> list[str]:
        return [canary.value for canary in self._by_value.values() if canary.kind in NUMBERS]

    @property
    def names(self) -> list[str]:
        return [canary.value for canary in self._by_value.values() if canary.kind not in NUMBERS]

    def in_text(self, text: str) -> set[Canary]:
        """As it stands, out of HTML, addresses and JSON, and with the figures of numbers brought together."""
        forms = {text, unquote(html.unescape(text)), ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), text)}
        return {self._by_value[match] for form in forms for match in self._any.findall(_plain(form))}

    def in_file(self, data: bytes) -> set[Canary]:
        """Workbooks, PDFs and whatever else has text. A PDF is read where the reader is installed, else counted as unread."""
        found: set[Canary] = set()
        for text in self._texts(data):
            found |= self.in_text(text)
        return found

    def _texts(self, data: bytes) -> Iterator[str]:
        yield data.decode(errors="ignore")
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                yield from (book.read(name).decode(errors="ignore") for name in book.namelist())
        elif data.startswith(b"%PDF-") and len(data) > 100:  # a shorter one is a scan of ours
            if find_spec("pypdf") is None:
                self.unread += 1
                return
            pages = import_module("pypdf").PdfReader(io.BytesIO(data)).pages
            yield "\n".join(page.extract_text() for page in pages)


def _plain(text: str) -> str:
    return BETWEEN.sub("", text).upper()
