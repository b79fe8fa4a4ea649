"""A statement that PostgreSQL parses and plans once a connection, for the few that every public page asks.

Planning them took longer than running them. (A pooler in front of PostgreSQL must pool sessions, not transactions.)
"""

import itertools
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .copying import settled

_numbers = itertools.count(1)
RESTED = 1.0  # seconds after an answer from which on a connection is asked first whether it is alive


@dataclass
class _Known:
    """Of a server connection: names of the statements that it has, and when it last answered one."""

    names: set[str] = field(default_factory=set)
    answered: float = 0.0


_known: WeakKeyDictionary[Any, _Known] = WeakKeyDictionary()


class Statement:
    """`sql`, or what gives it at the first use, with $1, $2 … of these PostgreSQL types."""

    def __init__(self, sql: str | Callable[[], str], *types: str):
        self._sql = sql
        self._name = f"statement_{next(_numbers)}"
        self._types = f"({', '.join(types)})" if types else ""
        places = f"({', '.join(['%s'] * len(types))})" if types else ""
        self._execute = f"EXECUTE {self._name} {places}"

    def rows(self, *values: Any) -> list[tuple]:
        """All rows for these values of the parameters."""
        ours = connections[DEFAULT_DB_ALIAS]  # asked once: `connection` looks the thread's up at every dot
        with ours.cursor() as cursor:
            known = _known.get(ours.connection)
            if known is None:
                known = _known[ours.connection] = _Known()
            if self._name not in known.names:
                sql = self._sql if isinstance(self._sql, str) else self._sql()
                settled(ours)
                with (
                    ours.wrap_database_errors,
                    ours.connection.cursor() as plain,
                ):  # no question of the page: not counted as one
                    plain.execute(f"PREPARE {self._name} {self._types} AS {sql}")
                known.names.add(self._name)
            cursor.execute(self._execute, values)
            known.answered = time.monotonic()
            return cursor.fetchall()


def relying(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: `rely_on_answer` at the begin of each request."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        rely_on_answer()
        return get_response(request)

    return answer


def rely_on_answer(now: Callable[[], float] = time.monotonic) -> None:
    """At the begin of a request: no question whether the connection is alive (CONN_HEALTH_CHECKS), which costs as much as a page's own,
    where it has answered within the last second.
    """
    ours = connections[DEFAULT_DB_ALIAS]
    known = _known.get(ours.connection) if ours.connection is not None else None
    if known is not None and now() - known.answered < RESTED:
        ours.health_check_done = True  # type: ignore[attr-defined]


def keep_plans() -> None:
    """Until the transaction ends statements run by the plan that was made once, whatever their parameters. For look-ups of one
    subject: PostgreSQL thinks a plan for one dearer than it is and made the one of seven tables anew each time, for 15 ms, to
    run it for 0.3. Not for lists of thousands. Call it inside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")


def array(values: Sequence) -> str:
    """Whole numbers, or lists of them, as PostgreSQL writes arrays: quicker to read than an ARRAY[…] of expressions."""
    return str(values).replace("[", "{").replace("]", "}")


def text_array(values: Iterable[str]) -> str:
    """The same of texts, whatever they hold. (Not None.)"""
    return "{" + ",".join(['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in values]) + "}"


def literal(value: object) -> str:
    """As it stands in SQL."""
    with connection.cursor() as cursor:
        return cursor.mogrify("%s", [value]).decode()
