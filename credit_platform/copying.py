"""Statements beside the caller: a thread sends lines for COPY and questions to PostgreSQL, in order and in the caller's transaction,
while the caller makes the next.

A connection does one thing at a time, so every statement that the caller makes through Django first waits for what is under way. Not
for inside: COPY of the caller's own, `.iterator()`, commit, rollback and close, which pass Django's `execute` by.
"""

import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class Copying:
    """What is under way on one connection. What fails there is raised by the next statement, or at the end, as Django's own error."""

    def __init__(self, thread: ThreadPoolExecutor, ours: BaseDatabaseWrapper):
        self._thread, self._ours = thread, ours
        self._under_way: deque[Future] = deque()

    def copy(self, table: str, columns: Sequence[str], lines: bytes) -> None:
        """Rows as COPY reads them in its text format, each with its line end."""
        self._begin(_copy, f"COPY {table} ({', '.join(columns)}) FROM STDIN", lines)

    def ask(self, sql: str, *values: Any) -> Callable[[], list[tuple]]:
        """Any statement: what is returned gives its rows, once they are needed."""
        asked = self._begin(_ask, sql, values)

        def answer() -> list[tuple]:
            wait([asked])
            if asked.exception() is not None:
                self.settle()  # what failed first says why; all after it are but refused
            with self._ours.wrap_database_errors:
                return asked.result()

        return answer

    def _begin(self, what: Callable, *given: Any) -> Future:
        while self._under_way and self._under_way[0].done() and self._under_way[0].exception() is None:
            self._under_way.popleft()  # with its answer, which the asker has or will not have
        begun = self._thread.submit(what, self._ours.connection, *given)
        self._under_way.append(begun)
        return begun

    def settle(self) -> None:
        """Wait for it. Raises what the first that failed raised; those after it could but fail, too."""
        wait(self._under_way)  # for all: whoever handles the first's error may speak to the connection
        under_way, self._under_way = self._under_way, deque()
        with self._ours.wrap_database_errors:
            for one in under_way:
                one.result()

    def before(self, execute: Callable, *statement: Any) -> Any:
        """Django's execute wrapper."""
        self.settle()
        return execute(*statement)


@contextmanager
def copying() -> Iterator[Copying]:
    """Inside a transaction, around all that is to be written so."""
    with ThreadPoolExecutor(1, thread_name_prefix="copying") as thread:  # left only when the thread has ended
        ours = connections[DEFAULT_DB_ALIAS]
        beside = Copying(thread, ours)
        with ours.execute_wrapper(beside.before):
            yield beside
        beside.settle()


def settled(ours: BaseDatabaseWrapper) -> None:
    """For who passes Django's cursor by: wait for what is under way on this connection."""
    for wrapper in ours.execute_wrappers:
        if isinstance(beside := getattr(wrapper, "__self__", None), Copying):
            beside.settle()


def _copy(connected: Any, sql: str, data: bytes) -> None:
    with connected.cursor() as cursor:
        # All at once: each further piece would wait for the interpreter's lock.
        cursor.copy_expert(sql, io.BytesIO(data), len(data) + 1)


def _ask(connected: Any, sql: str, values: Sequence) -> list[tuple]:
    with connected.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []
