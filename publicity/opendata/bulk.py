"""批量文件: everything that is public today, of one snapshot, as files that need no program of ours. Source: I3; decision 11.

    subjects.jsonl.gz  subjects.csv.gz          信用主体
    records-<type>.jsonl.gz  …csv.gz            信用记录, one pair a type
    black-entries…  red-entries…  repair-results…  exit-announcements…  typical-cases…  institutions…  articles…
    schema.json                                 JSON Schema of every kind
    manifest.json                               cursor, counts, SHA-256 of every file; written last

Written beside the others and moved into place whole: what is half done is served to nobody. Reads by server-side cursors: memory does
not grow with the rows. Whoever loads a run and then reads the feed behind its `position` has what is public now.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from credit_platform.csv_tables import csv_line
from credit_platform.locks import Lock, try_to_hold
from exchange.sight import ARTICLE, CASE, ENTRY, EXIT, INSTITUTION, RECORD, REPAIR, SUBJECT, TITLE, newest
from ledger.sequencer import sequence
from records.kinds import KINDS
from records.kinds.shown import ALLOWED

from . import items
from .shapes import NAMES, SHAPES, TITLES, of_kind

MANIFEST, SCHEMA, PARTIAL = "manifest.json", "schema.json", ".partial-"
RUN = re.compile(r"\d{8}T\d{6}-\d+")
CHUNK = 2_000  # rows that are held at once
# In every manifest, and as the page shows them.
TERMS = {
    "title": "开放数据使用条款（第1版）",
    "address": "/open-data/#terms",
    "may": [
        "免费复制、保存、传播，用于任何合法目的，包括商业使用，不用申请；",
        "摘录、汇总、翻译、与其他数据结合，做成自己的产品。",
    ],
    "must": [
        "注明来源和数据截至日期；改动过的，说明改动；",
        "本网站停止公示的，同时停止展示和使用；",
        "展示不良信息时，一并展示标注（marks）和权利告知（rights）。",
    ],
    "must_not": [
        "歪曲内容，或者让人以为您的产品由主办单位发布、认可；",
        "用来识别自然人，或者查找自然人的信息。",
    ],
    "note": "数据按公示当时的样子提供；与原文书不一致的，以原文书为准。条款适用于批量文件、变更流和接口；法律、行政法规另有规定的，从其规定。",
}
FORMAT = 2  # of the files; CHANGES says what every number brought
CHANGES = [
    {"format": 1, "since": "2026-11-22", "said": "第一版：信用主体、信用记录、红黑名单、信用修复结果。"},
    {
        "format": 2,
        "since": "2026-11-22",
        "said": "增加移出公告、典型案例、信用服务机构、政策文件与通知公告；原有的文件没有变化。",
    },
]


@dataclass(frozen=True)
class Part:
    """One pair of files. `type`: of records."""

    name: str
    kind: str
    title: str
    type: str = ""

    def rows(self, on: date) -> QuerySet:
        found = items.rows(self.kind, on)
        return found.filter(kind=self.type) if self.type else found

    def labels(self) -> list[str]:
        """Columns of the table beyond the shape: what records of the type say."""
        return list(dict.fromkeys(label for _, label in ALLOWED[self.type])) if self.type else []


PARTS = (
    Part("subjects", SUBJECT, TITLES[SUBJECT]),
    *(Part(f"records-{key}", RECORD, KINDS[key].title, key) for key, shown in ALLOWED.items() if shown),
    Part("black-entries", ENTRY, TITLES[ENTRY]),
    Part("red-entries", TITLE, TITLES[TITLE]),
    Part("repair-results", REPAIR, TITLES[REPAIR]),
    Part("exit-announcements", EXIT, TITLES[EXIT]),
    Part("typical-cases", CASE, TITLES[CASE]),
    Part("institutions", INSTITUTION, TITLES[INSTITUTION]),
    Part("articles", ARTICLE, TITLES[ARTICLE]),
)


class ExportRefused(ValueError):
    """Not now; the message says why."""


def export(out: Path, at: datetime, on: date) -> Path:
    """Write one run below `out`; returns its directory. `at`: names it. Raises ExportRefused while another is written."""
    out.mkdir(parents=True, exist_ok=True)
    _sweep_partial(out)
    sequence()  # so that whoever loads the run need not read again what it holds
    made = Path(tempfile.mkdtemp(prefix=PARTIAL, dir=out))
    try:
        made.chmod(0o755)
        with transaction.atomic():
            _one_snapshot()
            if not try_to_hold(Lock.OPEN_DATA):
                raise ExportRefused("另一次导出正在进行，请等它结束。")
            position = newest()
            files = [said for part in PARTS for said in _write(part, made, on)]
        files.append(_keep(made / SCHEMA, json.dumps(schema(), ensure_ascii=False, indent=1)))
        manifest = {
            "format": FORMAT,
            "made_at": at.isoformat(timespec="seconds"),
            "as_of": on.isoformat(),
            "position": position,
            "terms": TERMS,
            "feed": f"/api/v1/changes?after={position}",
            "changes": CHANGES,
            "files": files,
        }
        _keep(made / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        run = out / f"{at:%Y%m%dT%H%M%S}-{position}"
        os.replace(made, run)
        _sync(out)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return run


def runs(out: Path) -> list[Path]:
    """Whole runs, the newest first."""
    if not out.is_dir():
        return []
    found = [one for one in out.iterdir() if RUN.fullmatch(one.name) and (one / MANIFEST).is_file()]
    return sorted(found, key=lambda one: one.name, reverse=True)


def manifest_of(run: Path) -> dict[str, Any]:
    """What the run says of itself."""
    return json.loads((run / MANIFEST).read_text("utf-8"))


def served(out: Path, on: date) -> tuple[Path, dict[str, Any]] | None:
    """The newest run and its manifest, while it is within its days: any other holds what was withdrawn since. None without one."""
    for run in runs(out):
        if _past(run, on):
            return None
        try:
            return run, manifest_of(run)
        except FileNotFoundError:
            continue  # erased at this moment
    return None


def _past(run: Path, on: date) -> bool:
    return date.fromisoformat(run.name[:8]) <= on - timedelta(days=settings.OPEN_DATA_KEEP_DAYS)


def throw_away(out: Path, on: date) -> int:
    """Erase runs past their days, be one the newest: they hold what was withdrawn since. Returns how many."""
    old = [one for one in runs(out) if _past(one, on)]
    for one in old:
        os.replace(one, doomed := one.with_name(f"{PARTIAL}{one.name}"))  # from now on served to nobody
        shutil.rmtree(doomed)
    return len(old)


def schema() -> dict[str, Any]:
    """JSON Schema of a line of any file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "公共信用信息开放数据",
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in SHAPES],
        "$defs": {kind: of_kind(kind) for kind in SHAPES},
        "x-fields": {key: [label for _, label in shown] for key, shown in ALLOWED.items() if shown},
    }


def run_daily(on: date) -> int:
    """The sweep: old runs away, then one run a day. Returns how many were written. Safe to run twice or late.

    In this order: where no run can be written (a full disk) what was withdrawn must go all the same, and makes room.
    """
    out, written = settings.OPEN_DATA_ROOT, 0
    throw_away(out, on)
    if not any(one.name.startswith(f"{on:%Y%m%d}T") for one in runs(out)):
        try:
            export(out, timezone.localtime(), on)
            written = 1
        except ExportRefused:
            pass  # another process is at it
    return written


def _one_snapshot() -> None:
    """All files and the cursor are of one moment. Within a test's transaction there is none to set."""
    if connection.in_atomic_block and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _write(part: Part, directory: Path, on: date) -> Iterator[dict[str, Any]]:
    """Both files of the part, side by side in one reading."""
    columns, labels = [name for name in NAMES[part.kind] if name != "fields"], part.labels()
    count = 0
    lines, table = _Packed(directory / f"{part.name}.jsonl.gz"), _Packed(directory / f"{part.name}.csv.gz")
    with lines, table:
        table.write(csv_line([*columns, *labels], first=True))
        for row in part.rows(on).order_by("pk").iterator(chunk_size=CHUNK):
            item = items.made(part.kind, row)
            lines.write(json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n")
            said = {one["label"]: one["value"] for one in item.get("fields", ())}
            table.write(csv_line([*(_said(item[name]) for name in columns), *(said.get(label) for label in labels)]))
            count += 1
    for one in (lines, table):
        yield one.inner.said() | {"kind": part.kind, "type": part.type, "title": part.title, "rows": count}


class _Counted:
    """A file that counts its own digest while it is written."""

    def __init__(self, path: Path):
        self.path, self.digest, self.size = path, hashlib.sha256(), 0
        self.file = path.open("wb")

    def write(self, data: Any) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()

    def close(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def said(self) -> dict[str, Any]:
        return {"name": self.path.name, "bytes": self.size, "sha256": self.digest.hexdigest()}


class _Packed:
    """Text, gzipped. No name and no time inside: the same rows make the same bytes."""

    def __init__(self, path: Path):
        self.inner = _Counted(path)
        self._packing = gzip.GzipFile("", "wb", compresslevel=5, fileobj=self.inner, mtime=0)  # type: ignore[arg-type]

    def write(self, text: str) -> int:
        return self._packing.write(text.encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failed: object) -> None:
        self._packing.close()
        self.inner.close()


def _said(value: Any) -> Any:
    """What the table says where JSON has a list or a yes."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(one if isinstance(one, str) else f"{one['label']} {one['value']}" for one in value)
    return value


def _keep(path: Path, text: str) -> dict[str, Any]:
    data = text.encode()
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return {"name": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _sync(directory: Path) -> None:
    """So that the new name is on the disk, too."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep_partial(out: Path) -> None:
    """What a killed run left, a day ago or more."""
    yesterday = time.time() - 86_400
    for one in out.glob(f"{PARTIAL}*"):
        if one.stat().st_mtime < yesterday:
            shutil.rmtree(one, ignore_errors=True)
