"""Pages (页面): who opens what. Every address without an object, then every address of a seeded object that any page links to, for
every visitor, whether they are let in or refused; and requests that carry a canary themselves.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from unittest import mock
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from accounts.models import Officer, Role
from credit_platform.declaring import REPRESENTATIVE
from credit_platform.routes import ANYBODY, Route, routes
from publicity import passes
from representation import entering
from representation.models import Claim

from .finding import Finder
from .seeding import Flown
from .staffing import Staff
from .values import Canary

THEMSELVES = "themselves"  # whoever acts for a subject, of what is their own
ASKER = "asker"  # whose own request carried it
MANY = 10
LINK = re.compile(r'(?:href|action)="(/[^"]*)"')
WORDS = {
    "pack": "national", "family": "behaviour_list", "kind": "licence", "form": "progress_shaanxi", "figure": "late",
}  # fmt: skip
# What lets people search: anything may be typed there.
QUERIES = ("q", "name", "code", "number", "document", "query", "text")
FIELDS = ("reason", "text", "statement", "code", "name", "username", "receipt", "words", "note", "id_number")


@dataclass(frozen=True)
class Visitor:
    """`role`: of Role, ANYBODY, REPRESENTATIVE, or an officer's of another tree; `name`: their log-in name, where it is a representative."""

    role: str
    client: Client
    name: str = ""

    def is_of(self, route: Route) -> bool:
        return route.roles is None or self.role.split()[0] in route.roles


Told = Callable[[Canary, str, str], None]  # canary, where, role


class Pages:
    """`tell` hears of every canary that stands in an answer."""

    def __init__(self, finder: Finder, tell: Told, *, each: int) -> None:
        """`each`: so many addresses of one kind are opened by everybody; few: public lists by few, too."""
        self.finder, self.tell, self.each = finder, tell, each
        self.fresh: set[UUID] = set()  # addresses of what was seeded
        self._opened: Counter[str] = Counter()
        self.seen = 0
        self.failures: dict[str, int] = {}  # URL name → answers of 500
        self._routes = [route for route in routes() if route.method == "GET" and "[" not in route.path]

    # --- the round ---------------------------------------------------------------------------------------------------

    def visit(self, visitors: Iterable[Visitor], more: Iterable[str] = ()) -> None:
        """Lists and forms first; what they link to, and `more`, is then opened by everybody."""
        always = set(more)
        visitors, found = list(visitors), set(always)
        for visitor in visitors:
            found |= self._lists(visitor)
        done: set[str] = set()
        while waiting := found - done:  # an address may be met on a page that only another page links to
            done |= waiting
            for path in sorted(waiting):
                if path in always or self._opened[_name_of(path)] < self.each:
                    self._opened[_name_of(path)] += 1
                    for visitor in visitors:
                        found |= self.get(visitor, path)

    def _lists(self, visitor: Visitor) -> set[str]:
        found: set[str] = set()
        few = (ANYBODY, Role.OFFICE, REPRESENTATIVE)
        for route in self._routes:
            if route.roles is None and self.each < MANY and visitor.role not in few:
                continue  # what is for everybody is the same for everybody
            if set(route.names) <= set(WORDS) | {"month"} and visitor.is_of(route):
                named = {name: WORDS.get(name) or timezone.localdate().replace(day=1) for name in route.names}
                found |= self.get(visitor, reverse(route.name, kwargs=named))
        return found

    def get(self, visitor: Visitor, path: str, data: dict | None = None) -> set[str]:
        """Open it and search what comes; returns addresses of seeded objects that it links to."""
        return self._search(visitor, self._ask(visitor, "get", path, data), path)

    def post(self, visitor: Visitor, path: str, data: dict, *, asking: str) -> None:
        self._search(visitor, self._ask(visitor, "post", path, data), path, asking=asking, sent=data)

    def _ask(self, visitor: Visitor, method: str, path: str, data: dict | None):
        with transaction.atomic():  # a view that fails on the database fails alone
            return getattr(visitor.client, method)(path, data or {})

    def _search(self, visitor: Visitor, answer, path: str, *, asking: str = "", sent: dict | None = None) -> set[str]:
        """`asking`: in what role the visitor appears towards what they `sent` themselves."""
        self.seen += 1
        where = _name_of(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code >= 500 and where not in ("publicity:status", "publicity:status_json"):
            self.failures[where] = self.failures.get(where, 0) + 1
        heads = "\n".join(f"{name}: {value}" for name, value in answer.items())
        met = self.finder.in_file(body) | self.finder.in_text(heads)
        for canary in met:
            own = visitor.name and canary.owner == visitor.name
            typed = canary.value in (sent or {}).values()
            error = typed and answer.status_code not in (200, 302, 303)  # no error says what somebody typed
            role = asking if typed else THEMSELVES if own else visitor.role
            self.tell(canary, f"error:{answer.status_code}" if error else where, role)
        if not answer.get("Content-Type", "").startswith("text/html"):
            return set()
        return {link for link in LINK.findall(body.decode(errors="ignore")) if self._worth(link)}

    def _worth(self, link: str) -> bool:
        """Of a seeded object, and opened by GET."""
        parts = urlsplit(link)
        if parts.query or "/log-out" in link:
            return False
        try:
            match = resolve(parts.path)
        except Resolver404:
            return False
        methods = getattr(match.func, "methods", ())
        return "GET" in methods and any(value in self.fresh for value in match.kwargs.values())

    # --- requests that carry one -------------------------------------------------------------------------------------

    def carry(self, visitors: Iterable[Visitor], numbers: list[str], name: str) -> None:
        """Every list asked for a number, once; the public search for numbers and the beginning of a name; addresses that there are not."""
        for visitor, route in self._doors(visitors, self._routes):
            self._asks(visitor, reverse(route.name), dict.fromkeys(QUERIES, numbers[0]))
        for visitor in visitors:
            self.get(
                visitor, "/search", {"q": name[:-1], "pass": passes.issue(name[:-1])}
            )  # the whole name comes from us alone
            for value in numbers:
                self.get(visitor, "/search", {"q": value, "pass": passes.issue(value)})
                self.get(visitor, "/search", {"q": f"{value}\0"})
                self.get(visitor, f"/nowhere/{value}", {"q": value})
                self.get(visitor, f"/subject/{value}/")

    def forms(self, visitors: Iterable[Visitor], number: str, mobile: str) -> None:
        """Every form, once: with a number where one is asked for, which is never repeated; then with one in each field."""
        posts = [route for route in routes() if route.method == "POST" and "log-out" not in route.path]
        asked, all_ = {"id_number": number}, dict.fromkeys(FIELDS, number) | {"mobile": mobile}
        for visitor, route in self._doors(visitors, posts):
            for data, asking in ((asked, "asked for it"), (all_, ASKER)):
                with transaction.atomic():
                    self.post(visitor, reverse(route.name), data, asking=asking)
                    transaction.set_rollback(True)

    def reports(self, visitors: Iterable[Visitor]) -> None:
        """The own report of whoever may act, so that there is one to read."""
        for visitor in visitors:
            if visitor.name:
                self.post(visitor, reverse("my:reports"), {}, asking="")

    def break_down(self, visitor: Visitor, number: str, mobile: str) -> None:
        """500: what is said, and written down, of a request that carries numbers."""
        form = {
            "name": "翎某", "id_number": number, "mobile": mobile, "username": "canary-breaks", "password": "canary-breaks-2026",
            "again": "canary-breaks-2026",
        }  # fmt: skip
        with mock.patch("representation.views.entering.register", side_effect=RuntimeError("broken on purpose")):
            self.post(visitor, reverse("representation:register"), form, asking=ASKER)
        self.failures.pop("representation:register", None)

    def _doors(self, visitors: Iterable[Visitor], among: Iterable[Route]) -> Iterator[tuple[Visitor, Route]]:
        """Each address without an object, with the first visitor who is let in there."""
        everybody = list(visitors)
        for route in among:
            if not route.names and "[" not in route.path:
                first = next((visitor for visitor in everybody if visitor.is_of(route)), None)
                if first is not None:
                    yield first, route

    def _asks(self, visitor: Visitor, path: str, data: dict) -> None:
        self._search(visitor, self._ask(visitor, "get", path, data), path, asking=ASKER, sent=data)


def _name_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return "404"


# --- visitors --------------------------------------------------------------------------------------------------------


def visitors(staff: Staff, flown: Flown, stories: int) -> Iterator[Visitor]:
    """Nobody, an officer of every role, some of another tree; of so many stories whoever acts for the company, and the person for
    themselves: each meets what is another's.
    """
    yield Visitor(ANYBODY, Client(raise_request_exception=False))
    for role, officer in (staff.everybody | staff.elsewhere).items():
        yield Visitor(str(role), _officer(officer))
    for name, claim in list(flown.accounts.items())[: 2 * stories]:
        yield Visitor(REPRESENTATIVE, _representative(claim), name)


def _officer(officer: Officer) -> Client:
    session = _session()
    session[SESSION_KEY] = str(officer.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    return _with(session)


def _representative(claim: Claim) -> Client:
    request = HttpRequest()
    request.session = _session()
    entering.begin(request, claim.representative, verified=True)
    entering.choose(request, claim)
    return _with(request.session)


def _session():
    return import_module(settings.SESSION_ENGINE).SessionStore()


def _with(session) -> Client:
    session.save()
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
