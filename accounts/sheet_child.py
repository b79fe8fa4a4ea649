"""人员表解析子进程: bytes of one .xlsx or .csv on stdin → JSON rows of texts on stdout.

Alone and limited, for a workbook of a few kilobytes can make a parser abort the process that reads it. Imports nothing
of ours.
"""

import csv
import io
import json
import resource
import sys

MEMORY = 512 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 5_000, 50
MAX_CELL = 100  # characters: two megabytes of workbook can repeat one long text a hundred thousand times


def rows(data: bytes) -> list[list[str]]:
    """Texts of the first sheet. Raises ValueError for what is no table."""
    if data[:2] == b"PK":
        import python_calamine

        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
            raise ValueError("too large")
        return [[text(cell) for cell in row] for row in sheet.to_python()]
    try:
        decoded = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = data.decode("gb18030")
    if "\0" in decoded:
        raise ValueError("no text")
    table = list(csv.reader(io.StringIO(decoded, newline="")))[: MAX_ROWS + 1]
    return [[text(cell) for cell in row[:MAX_COLUMNS]] for row in table]


def text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:MAX_CELL]


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (20, 25))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(rows(sys.stdin.buffer.read()), sys.stdout)
