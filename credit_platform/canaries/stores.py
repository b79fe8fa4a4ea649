"""Stores (存储): what lies in the database, in Redis and on disk once everything was seeded and visited."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from .finding import Finder
from .values import Canary

Told = Callable[[Canary, str], None]  # canary, where
TEXTS = ("text", "character varying", "character", "jsonb", "json", "ARRAY", "bytea", "inet", "name")


def database(finder: Finder, tell: Told) -> int:
    """Every column of every table that can hold text; returns how many. Names of places: table.column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type = ANY (%s) ORDER BY 1, 2",
            [list(TEXTS)],
        )
        columns = cursor.fetchall()
        pattern = "|".join([*finder.numbers, *finder.names])
        for table, column, kind in columns:
            quoted = connection.ops.quote_name(column)
            text = f"encode({quoted}, 'escape')" if kind == "bytea" else f"{quoted}::text"
            cursor.execute(f"SELECT {text} FROM {connection.ops.quote_name(table)} WHERE upper({text}) ~ %s", [pattern])
            for (value,) in cursor.fetchall():
                for canary in finder.in_text(value):
                    tell(canary, f"{table}.{column}")
    for session in Session.objects.order_by("-expire_date")[:1000]:
        for canary in finder.in_text(repr(session.get_decoded())):
            tell(canary, "django_session.session_data")
    return len(columns)


def redis(finder: Finder, tell: Told) -> int:
    """Every key and value, the broker's too; returns how many keys."""
    client, count = cache._cache.get_client(), 0  # type: ignore[attr-defined]
    for key in client.scan_iter(count=1000):
        count += 1
        for canary in finder.in_file(bytes(key) + b"\n" + _value(client, key)):
            tell(canary, "redis")
    return count


def _value(client, key: bytes) -> bytes:
    read = {
        b"string": lambda: [client.get(key) or b""],
        b"list": lambda: client.lrange(key, 0, -1),
        b"set": lambda: list(client.smembers(key)),
        b"hash": lambda: [part for pair in client.hgetall(key).items() for part in pair],
        b"zset": lambda: client.zrange(key, 0, -1),
        b"stream": lambda: [repr(client.xrange(key)).encode()],
    }.get(client.type(key))
    return b"\n".join(read()) if read else b""


def files(finder: Finder, tell: Told, folder: Path) -> int:
    """What was kept on disk, byte by byte: all of it is sealed. Returns how many files."""
    count = 0
    for path in folder.rglob("*"):
        if path.is_file():
            count += 1
            for canary in finder.in_file(path.read_bytes()):
                tell(canary, f"file:{path.relative_to(folder).parts[0]}")
    return count


def highest() -> dict[str, int]:
    """The last row of each table whose objects have an address."""
    return {model._meta.label: _last(model) for model in _addressed()}


def fresh(before: dict[str, int]) -> set[UUID]:
    """Addresses of the objects that came since."""
    found: set[UUID] = set()
    for model in _addressed():
        rows = model._base_manager.filter(pk__gt=before[model._meta.label])
        found |= set(rows.values_list("public_id", flat=True))
    return found


def _addressed() -> Iterator:
    for model in apps.get_models():
        if any(field.name == "public_id" for field in model._meta.concrete_fields):
            yield model


def _last(model) -> int:
    return model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
