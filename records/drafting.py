"""Drafting (拟稿): what can be done with rows before the database is asked: checking, reckoning, sealing, digests.

A thread does it for the next rows while PostgreSQL stores those before; so nothing here may touch the database.
"""

from collections.abc import Collection, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import islice
from typing import TypeVar

from subjects.binding import Claim

from .checking import check_row, has_error
from .claiming import claim_of, content_of
from .columns import Cell
from .findings import Finding
from .kinds import Kind
from .kinds.base import Row
from .reckoning import Reckoner
from .storing import Draft, Lines, random_numbers

T = TypeVar("T")
RawRow = tuple[int, dict[str, Cell], str]  # data row from 1, cells by code, token


@dataclass(slots=True)
class Good:
    """A row without errors of its own. `key`: the same for rows about the same document of the same subject."""

    number: int
    row: Row
    claim: Claim
    findings: list[Finding]
    draft: Draft
    key: bytes


@dataclass(slots=True)
class Chunk:
    """Some rows of a file: how many, those without errors, those with (number, values, findings), tokens."""

    rows: int = 0
    good: list[Good] = field(default_factory=list)
    bad: list[tuple[int, Row, list[Finding]]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)


def chunks(
    kind: Kind,
    rows: Iterator[RawRow],
    size: int,
    reckoner: Reckoner,
    on: date,
    *,
    categorised: bool,
    granted: Collection[str] = (),
) -> Iterator[Chunk]:
    """Rows in chunks of `size`. `on`: the day of arrival; `categorised`, `granted` as for `check_row`."""
    while taken := list(islice(rows, size)):
        chunk = Chunk(rows=len(taken), tokens=[token for _, _, token in taken if token])
        for (number, cells, _), numbers in zip(taken, random_numbers(len(taken)), strict=True):
            row, findings = check_row(kind, cells, on, categorised=categorised, granted=granted)
            if findings and has_error(findings):
                chunk.bad.append((number, row, findings))
                continue
            good = _good(kind, number, row, findings, reckoner, numbers)
            if good.findings and has_error(good.findings):  # of what the rules say, not of the cells
                chunk.bad.append((number, row, good.findings))
            else:
                chunk.good.append(good)
        yield chunk


def _good(
    kind: Kind, number: int, row: Row, findings: list[Finding], reckoner: Reckoner, numbers: tuple[str, str]
) -> Good:
    claim = claim_of(kind, row)
    facts, more = reckoner.reckon(kind, row)
    # 15 bytes in place of the texts: a file may have 200,000 rows, and one byte more would take 16.
    whole = "\x1f".join((*claim.key, facts.body_code, facts.document_key, facts.number_key))
    key = blake2b(whole.encode(), digest_size=15).digest()
    content, text, sealed, sameness = content_of(kind, row)
    draft = Draft(number, 0, facts, content, sealed, sameness, Lines(facts, text, sealed, sameness, *numbers))
    return Good(number, row, claim, findings + more, draft, key)


def ahead(source: Iterator[T]) -> Generator[T, None, None]:
    """The same items, each made in a thread while the one before is in use. Close it to end the thread."""
    end = object()
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as thread:
        coming = thread.submit(next, source, end)
        while (item := coming.result()) is not end:
            coming = thread.submit(next, source, end)
            yield item  # type: ignore[misc]
