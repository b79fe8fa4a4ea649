"""Backup and restore (备份与恢复): one directory with the database, the sealed files and a manifest that proves both.

    database.dump    pg_dump, custom format, of one snapshot
    files/…          the sealed uploads as they lie in MEDIA_ROOT
    manifest.json    SHA-256 of every file, row counts of the same snapshot; written last, so that it is there or nothing is

The keys are not in it: whoever holds a backup alone can read no ID number and no upload. Source: L1.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from .embedded import postgres_binaries
from .sealing import SealBroken, keyed_hash, seal, unseal

DUMP = "database.dump"
MANIFEST = "manifest.json"
FILES = "files"
PROBE = "backup probe"
# Data that people made; what migrations and the clock make is not worth refusing for.
PRECIOUS = ["accounts_department", "ledger_act", "subjects_subject", "records_submission"]


class BackupError(Exception):
    """The backup or the restore was refused or failed; the message is one sentence for the administrator."""


def backup(out: Path, at: datetime) -> dict:
    """Write a backup into `out`, which must be new or empty. Returns the manifest. Raises BackupError.

    Database first, files second: uploads are stored before their row and never change, so every file that a row of the
    snapshot names is there.
    """
    if out.exists() and any(out.iterdir()):
        raise BackupError(f"目录 {out} 不是空的，请换一个新目录。")
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        rows = count_rows(cursor)
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={out / DUMP}"]
        _run("pg_dump", *options)
    files = {DUMP: digest(out / DUMP)}
    for path in sealed_files():
        name = f"{FILES}/{path.relative_to(settings.MEDIA_ROOT)}"
        (out / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(path, out / name)
        files[name] = digest(out / name)
    manifest = {
        "made_at": at.isoformat(timespec="seconds"),
        "rows": rows,
        "files": files,
        "hash_key": keyed_hash(PROBE),
        "sealing_keys": list(settings.SEALING_KEYS),
        "sealed_probe": base64.b64encode(seal(PROBE.encode(), PROBE)).decode(),
    }
    (out / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def read_manifest(source: Path) -> dict:
    """The manifest, after every file of it was read and found unchanged. Raises BackupError."""
    try:
        manifest = json.loads((source / MANIFEST).read_text())
    except FileNotFoundError:
        raise BackupError(f"{source} 里没有 {MANIFEST}：它不是备份，或者备份时中断了。") from None
    except ValueError:
        raise BackupError(f"{source / MANIFEST} 无法读取，请换一份备份。") from None
    for name, expected in manifest["files"].items():
        if ".." in Path(name).parts:
            raise BackupError(f"备份清单里的 {name} 指向 {source} 之外，不能使用。")
        if not (source / name).is_file():
            raise BackupError(f"{source} 里缺少 {name}，请换一份完整的备份。")
        if digest(source / name) != expected:
            raise BackupError(f"{name} 在备份之后被改动过（SHA-256 不符），请换一份备份。")
    return manifest


def check_keys(manifest: dict) -> None:
    """Refuse keys that would leave the restored data unreadable. Raises BackupError."""
    if keyed_hash(PROBE) != manifest["hash_key"]:
        raise BackupError("HASH_KEY 与备份时的不同：恢复后将查不到任何证件号码。请换上备份时的密钥。")
    if missing := [name for name in manifest["sealing_keys"] if name not in settings.SEALING_KEYS]:
        raise BackupError(f"SEALING_KEYS 缺少 {'、'.join(missing)}：用它们加密的内容将无法打开。请补上备份时的密钥。")
    try:
        unseal(base64.b64decode(manifest["sealed_probe"]), PROBE)
    except SealBroken:
        raise BackupError("SEALING_KEYS 中密钥的名称与备份相同，但密钥不同。请换上备份时的密钥。") from None


def occupied() -> list[str]:
    """Tables with rows that a restore would destroy."""
    with connection.cursor() as cursor:
        counts = count_rows(cursor)
    return [table for table in PRECIOUS if counts.get(table)]


def restore(source: Path, manifest: dict) -> None:
    """Put the backup in place of the database that is there, in one transaction: it is exchanged whole or not at all.

    The caller is the tables' owner, has read the manifest, checked the keys and asked about `occupied`. Grants are not
    part of a backup: run migrate afterwards, which makes them and brings an older backup up to date.
    """
    for name in manifest["files"]:
        if name == DUMP:
            continue
        target = settings.MEDIA_ROOT / Path(name).relative_to(FILES)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.restoring")
        shutil.copyfile(source / name, draft)
        os.replace(draft, target)
    head = "SET client_min_messages = warning;\nSET lock_timeout = '20s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
    tail = "".join(
        f"DO $$ BEGIN IF (SELECT count(*) FROM public.{connection.ops.quote_name(table)}) <> {count:d} THEN"
        f" RAISE EXCEPTION '表 {table} 没有完整恢复'; END IF; END $$;\n"
        for table, count in manifest["rows"].items()
    )
    connection.close()
    _exchange(head, source / DUMP, tail)


def _exchange(head: str, dump: Path, tail: str) -> None:
    """`head`, the dump as SQL and `tail`, streamed through psql in one transaction."""
    command, environment = _client("psql")
    command += ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with tempfile.TemporaryFile("w+") as errors:
        psql = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=errors)
        assert psql.stdin is not None
        try:
            psql.stdin.write(head.encode())
            psql.stdin.flush()
            _run("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(dump), stdout=psql.stdin)
            psql.stdin.write(tail.encode())
            psql.stdin.close()
        except BrokenPipeError:
            pass  # psql stopped at an error, which it named
        except BaseException:
            psql.kill()  # before its input ends: the end would commit
            raise
        finally:
            psql.wait()
        if psql.returncode:
            errors.seek(0)
            raise BackupError(f"恢复没有完成，数据库仍是原来的样子。psql：{_first_line(errors.read())}")


def count_rows(cursor) -> dict[str, int]:
    """Exact number of rows of every table."""
    counts = {}
    for table in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        (counts[table],) = cursor.fetchone()
    return counts


def sealed_files() -> list[Path]:
    """Every stored upload."""
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def digest(path: Path) -> str:
    """SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _client(name: str) -> tuple[list[str], dict[str, str]]:
    """Command and environment of a PostgreSQL client that talks as the connection does. Passwords not as arguments."""
    binary = postgres_binaries() / name if settings.EMBEDDED.postgres else shutil.which(name)
    if not binary:
        raise BackupError(f"没有安装 {name}，它在 PostgreSQL 客户端软件包里。")
    to = connection.settings_dict
    spelled = {"PGHOST": to["HOST"], "PGPORT": to["PORT"], "PGUSER": to["USER"], "PGPASSWORD": to["PASSWORD"]}
    spelled |= {"PGDATABASE": to["NAME"]}
    return [str(binary)], os.environ | {key: str(value) for key, value in spelled.items() if value}


def _run(name: str, *arguments: str, stdout=subprocess.DEVNULL) -> None:
    command, environment = _client(name)
    done = subprocess.run([*command, *arguments], env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise BackupError(f"{name}: {_first_line(done.stderr)}")


def _first_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "没有说明原因")
