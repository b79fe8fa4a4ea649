"""Parsing (解析): rows of an upload, out of the limited child, as a stream. Nothing is written to disk."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from ..columns import Cell
from .formats import SENTENCES, Unreadable, recognise

CHILD = Path(__file__).with_name("child.py")
WALL_SECONDS = 120  # of waiting for one line; what we do with a line is not the child's fault
MAX_CELL = 40_000  # characters; longer than any column takes
PLAIN = {str, int, float}


@contextmanager
def sheets(data: bytes, file_name: str) -> Iterator[Iterator[tuple[str, list[Cell]]]]:
    """(sheet name, cells) for every row of every sheet, in order. Raises Unreadable, also while iterating."""
    kind = recognise(data, file_name)
    child = subprocess.Popen(
        [sys.executable, "-I", str(CHILD), kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    feeding = threading.Thread(target=_feed, args=(child, data), daemon=True)
    watch = _Watch(child)
    feeding.start()
    del data  # the child's from here on
    try:
        yield _rows(watch)
    finally:
        watch.end()
        child.kill()
        child.stdout.close()  # type: ignore[union-attr]
        feeding.join()
        child.wait()


def _feed(child: subprocess.Popen, data: bytes) -> None:
    try:
        child.stdin.write(data)  # type: ignore[union-attr]
        child.stdin.close()  # type: ignore[union-attr]
    except OSError:  # it died before it had read everything; `_rows` sees that too
        pass


class _Watch:
    """Kills a child that lets us wait too long for one line."""

    def __init__(self, child: subprocess.Popen):
        self._child, self._over = child, threading.Event()
        self._since: float | None = None
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def lines(self) -> Iterator[bytes]:
        """The child's lines; the time between asking for one and having it counts."""
        while True:
            self._since = time.monotonic()
            line = self._child.stdout.readline()  # type: ignore[union-attr]
            self._since = None
            if not line:
                return
            yield line

    def _look(self) -> None:
        while not self._over.wait(0.2):
            since = self._since
            if since is not None and time.monotonic() - since > WALL_SECONDS:
                self._child.kill()

    def end(self) -> None:
        self._over.set()
        self._thread.join()


def _rows(watch: _Watch) -> Iterator[tuple[str, list[Cell]]]:
    sheet, ended = "", False
    for line in watch.lines():
        said = _said(line)
        if isinstance(said, list):
            for row in said:
                yield sheet, _cells(row, len(line))
        elif not isinstance(said, dict):
            raise Unreadable("broken")
        elif "sheet" in said:
            sheet = str(said["sheet"])
        elif "refused" in said:
            raise Unreadable(said["refused"] if said["refused"] in SENTENCES else "broken")
        else:
            ended = "end" in said
    if not ended:  # killed by a limit, or aborted inside the parser
        raise Unreadable("too_big")


def _said(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except ValueError as reason:  # cut off in the middle
        raise Unreadable("too_big") from reason


def _cells(row: Any, length: int) -> list[Cell]:
    """As promised, whatever the child said. `length`: of the whole line that the row came in. Raises Unreadable."""
    if not isinstance(row, list):
        raise Unreadable("broken")
    if length <= MAX_CELL and PLAIN.issuperset(map(type, row)):
        return row
    return [cell if isinstance(cell, float | int) else str(cell)[:MAX_CELL] for cell in row]
