"""The parsing child (解析子进程): bytes of one workbook or table on stdin → lines of JSON on stdout.

Runs alone, with limits on memory and time, for a 5 kB workbook can make a parser abort or take gigabytes (measured). It
imports nothing of ours and has no database. Its answer is checked again on the other side.

Lines: {"sheet": name} · [[cells…]…], some rows (texts and numbers; trailing empty cells cut) · {"refused": code} · {"end": true}.
"""

import csv
import io
import resource
import sys
from datetime import date, datetime, time, timedelta
from itertools import chain
from math import isfinite

import orjson

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 60
MAX_COLUMNS = 300
MAX_ROWS = 200_000
TOGETHER = 40_000  # bytes of rows that make a line; each line costs the other side as much as a row
MAX_CELL = 40_000  # characters; longer than any column takes


class Refused(Exception):
    """The file cannot be read; the argument is a code that formats.py has a sentence for."""


def limit() -> None:
    """Before anything of the file is looked at. macOS knows no RLIMIT_AS that holds."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def workbook(data: bytes):
    """Sheets and rows of .xlsx and .xls."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as reason:
        raise Refused("password") from reason
    except Exception as reason:
        raise Refused("broken") from reason
    for name in book.sheet_names:
        try:
            sheet = book.get_sheet_by_name(name)
        except Exception as reason:
            raise Refused("broken") from reason
        # both are places from 0 of the last cell
        if sheet.total_width >= MAX_COLUMNS:
            raise Refused("too_wide")
        if sheet.total_height >= MAX_ROWS:
            raise Refused("too_long")
        yield {"sheet": name}
        for row in sheet.iter_rows():
            yield trimmed([value if type(value) is str and len(value) <= MAX_CELL else cell(value) for value in row])


def table(data: bytes):
    """Rows of .csv, UTF-8 with or without BOM, or GB18030; one encoding throughout."""
    text = decoded(data)
    yield {"sheet": ""}
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=False)):
            if number > MAX_ROWS:
                raise Refused("too_long")
            if len(row) > MAX_COLUMNS:
                raise Refused("too_wide")
            yield trimmed(row)
    except csv.Error as reason:
        raise Refused("broken_table") from reason


def decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # GB18030 gives a meaning to nearly any bytes: lines of UTF-8 among the others would become other words unnoticed.
    if any(utf8_chinese(line) for line in data.split(b"\n")):
        raise Refused("mixed_encoding")
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as reason:
        raise Refused("mixed_encoding") from reason


def utf8_chinese(line: bytes) -> bool:
    """Whether the line is UTF-8 and holds Chinese: three bytes a character, which GB18030 text never makes up."""
    try:
        return sum("\u4e00" <= char <= "\u9fff" for char in line.decode()) >= 2
    except UnicodeDecodeError:
        return False


def cell(value):
    """What calamine gives → text or number."""
    if isinstance(value, str):
        return value[:MAX_CELL]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if isfinite(value) else str(value)
    if isinstance(value, datetime):
        day = value.strftime("%Y-%m-%d")
        return day if value.time() == time() else f"{day} {value:%H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, time | timedelta):
        return str(value)
    return ""


def trimmed(row: list) -> list:
    while row and row[-1] == "":
        row.pop()
    return row


def main(kind: str) -> None:
    limit()
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    rows: list[bytes] = []
    size = 0
    try:
        for said in chain(workbook(data) if kind == "workbook" else table(data), [{"end": True}]):
            line = orjson.dumps(said)
            if rows and (isinstance(said, dict) or size + len(line) > TOGETHER):
                out.write(b"[" + b",".join(rows) + b"]\n")
                rows, size = [], 0
            if isinstance(said, dict):
                out.write(line + b"\n")
            else:
                rows.append(line)
                size += len(line) + 1
    except Refused as reason:
        out.write(orjson.dumps({"refused": str(reason)}) + b"\n")
    except MemoryError:
        out.write(b'{"refused":"too_big"}\n')
    out.flush()


if __name__ == "__main__":
    csv.field_size_limit(1_000_000)
    main(sys.argv[1])
