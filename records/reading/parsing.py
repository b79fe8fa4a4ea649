"""Parsing (解析): rows of an upload, out of the limited child, as a stream. Nothing is written to disk."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..columns import Cell
from .formats import SENTENCES, Unreadable, recognise

CHILD = Path(__file__).with_name("child.py")
WALL_SECONDS = 120
MAX_CELL = 40_000  # characters; longer than any column takes


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
    alarm = threading.Timer(WALL_SECONDS, child.kill)
    feeding.start()
    alarm.start()
    try:
        yield _rows(child)
    finally:
        alarm.cancel()
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


def _rows(child: subprocess.Popen) -> Iterator[tuple[str, list[Cell]]]:
    sheet, ended = "", False
    for line in child.stdout:  # type: ignore[union-attr]
        said = _said(line)
        if isinstance(said, list):
            yield sheet, _cells(said)
        elif "sheet" in said:
            sheet = str(said["sheet"])
        elif "refused" in said:
            raise Unreadable(said["refused"] if said["refused"] in SENTENCES else "broken")
        else:
            ended = True
    if not ended:  # killed by a limit, or aborted inside the parser
        raise Unreadable("too_big")


def _said(line: bytes) -> list | dict:
    try:
        return json.loads(line)
    except ValueError as reason:  # cut off in the middle
        raise Unreadable("too_big") from reason


def _cells(row: list) -> list[Cell]:
    return [cell if isinstance(cell, float | int) else str(cell)[:MAX_CELL] for cell in row]
