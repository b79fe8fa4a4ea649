"""Running (金丝雀检查): seed, visit, search, judge, and leave nothing behind."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock
from uuid import UUID

from celery.app.task import Task
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse

from credit_platform.commands import Refused, rehearsal
from representation.models import Representative
from subjects.models import Subject

from . import stores
from .allowing import rule_for
from .finding import Finder
from .pages import MANY, Pages, Visitor, visitors
from .seeding import Seeding
from .staffing import appoint
from .values import Brood, Canary, Kind

ALL = 200
UNLINKED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Subject, ("publicity:subject", "workbench:subject")),
    (Representative, ("workbench:representative",)),
)
PREFIX = "canaries"  # of the keys in Redis that a run makes


@dataclass
class Findings:
    """What was met where, and whether the allow-table knows of it."""

    allowed: Counter = field(default_factory=Counter)
    leaks: set[tuple[str, str, str]] = field(default_factory=set)

    def tell(self, canary: Canary, where: str, role: str = "") -> None:
        rule = rule_for(canary.kind, where, role)
        if rule is None:
            self.leaks.add((str(canary.kind), where, role))
        else:
            self.allowed[rule] += 1


def run(on: date, most: int = ALL, *, plant: Callable[[Brood], None] | None = None) -> dict:
    """{"canaries", "places", "found", "leaks", "unread", "failures"}. `plant`: puts one where it must not be, to see it found. Raises
    Refused outside demo and test.
    """
    if not rehearsal():
        raise Refused("金丝雀检查会写入虚构数据，只能在演示或测试环境运行。")
    with _away() as folder, transaction.atomic():
        try:
            return _run(on, most, plant, folder)
        finally:
            transaction.set_rollback(True)


def _run(on: date, most: int, plant: Callable[[Brood], None] | None, folder: Path) -> dict:
    brood, findings, log = Brood(most), Findings(), _Log()
    before = stores.highest()
    with log.listening(), _tasks() as sent:
        staff = appoint(brood, on)
        flown = Seeding(brood, staff, on).run()
        if plant is not None:
            plant(brood)
        finder = Finder(brood.all)
        whole = most >= ALL
        pages = Pages(finder, findings.tell, each=2 * MANY if whole else 1)
        everybody = list(visitors(staff, flown, 3 if whole else 1))
        pages.reports(everybody)
        pages.fresh = stores.fresh(before)
        _visit(pages, everybody, brood, sorted(_unlinked(pages.fresh)))
        _after_commit()
    places = pages.seen + len(sent) + len(log.lines) + len(mail.outbox)
    for where, texts in (("task", sent), ("log", log.lines), ("mail", [str(one.message()) for one in mail.outbox])):
        for text in texts:
            for canary in finder.in_text(text):
                findings.tell(canary, where)
    places += stores.database(finder, findings.tell) + stores.redis(finder, findings.tell)
    places += stores.files(finder, findings.tell, folder)
    return {
        "canaries": len(brood.all),
        "places": places,
        "found": [
            {"rule": rule.key, "why": rule.why, "article": rule.article, "times": times}
            for rule, times in sorted(findings.allowed.items(), key=lambda pair: pair[0].key)
        ],
        "leaks": [dict(zip(("kind", "where", "role"), leak, strict=True)) for leak in sorted(findings.leaks)],
        "unread": finder.unread,
        "failures": pages.failures,
    }


def _visit(pages: Pages, everybody: list[Visitor], brood: Brood, unlinked: list[str]) -> None:
    by_kind: dict[Kind, str] = {canary.kind: canary.value for canary in brood.all}
    number, mobile, person = by_kind[Kind.ID_NUMBER], by_kind[Kind.MOBILE], by_kind[Kind.PERSON]
    pages.visit(everybody, unlinked)
    pages.carry(everybody, [number, mobile], person)
    pages.forms(everybody, number, mobile)
    pages.break_down(everybody[0], number, mobile)


def _unlinked(fresh: set[UUID]) -> Iterator[str]:
    """Addresses that somebody could guess at, or comes to by a search."""
    for model, names in UNLINKED:
        for public_id in model._base_manager.filter(public_id__in=fresh).values_list("public_id", flat=True):
            yield from (reverse(name, kwargs={"public_id": public_id}) for name in names)


# --- nothing stays ---------------------------------------------------------------------------------------------------


@contextmanager
def _away() -> Iterator[Path]:
    """Files into a folder that goes with the run, keys in Redis under a prefix of its own, letters into a list, no task sent."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        caches = {"default": settings.CACHES["default"] | {"KEY_PREFIX": PREFIX}}
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        stack.enter_context(
            override_settings(
                MEDIA_ROOT=Path(folder), CACHES=caches, STORAGES=settings.STORAGES | {"staticfiles": plain},
                EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", MAIL_ON=True, SITE_URL="https://canaries.example", VISITS_PER_MINUTE=10**9,
                ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"], SECOND_FACTOR_REQUIRED=False,
            )
        )  # fmt: skip
        stack.enter_context(mock.patch.object(mail, "outbox", [], create=True))
        try:
            yield Path(folder)
        finally:
            client = cache._cache.get_client()  # type: ignore[attr-defined]
            for key in client.scan_iter(match=f"{PREFIX}:*", count=1000):
                client.delete(key)


@contextmanager
def _tasks() -> Iterator[list[str]]:
    """Arguments of every task that would have been sent."""
    sent: list[str] = []

    def keep(task, args=None, kwargs=None, *rest, **options) -> None:
        sent.append(repr((task.name, args, kwargs, rest, options)))

    with mock.patch.object(Task, "apply_async", keep):
        yield sent


def _after_commit() -> None:
    """What waits for a commit that never comes: run here, so that the tasks it sends are seen."""
    waiting, connection.run_on_commit = connection.run_on_commit, []
    for _, call, *_ in waiting:
        call()


class _Log(logging.Handler):
    """Every line that any logger of the process says, with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @contextmanager
    def listening(self) -> Iterator[None]:
        root = logging.getLogger()
        level = root.level
        root.addHandler(self)
        root.setLevel(logging.INFO)
        try:
            yield
        finally:
            root.removeHandler(self)
            root.setLevel(level)
