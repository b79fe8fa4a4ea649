"""A statement that PostgreSQL parses and plans once a connection, for the few that every public page asks.

Planning them took longer than running them. (A pooler in front of PostgreSQL must pool sessions, not transactions.)
"""

import itertools
from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connection, connections

_numbers = itertools.count(1)
_known: WeakKeyDictionary = WeakKeyDictionary()  # server connection → names of the statements that it has


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
                known = _known[ours.connection] = set()
            if self._name not in known:
                sql = self._sql if isinstance(self._sql, str) else self._sql()
                with (
                    ours.wrap_database_errors,
                    ours.connection.cursor() as plain,
                ):  # no question of the page: not counted as one
                    plain.execute(f"PREPARE {self._name} {self._types} AS {sql}")
                known.add(self._name)
            cursor.execute(self._execute, values)
            return cursor.fetchall()


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


def literal(value: object) -> str:
    """As it stands in SQL."""
    with connection.cursor() as cursor:
        return cursor.mogrify("%s", [value]).decode()
