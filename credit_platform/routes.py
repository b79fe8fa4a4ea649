"""Routes (路由与权限): every URL and operation of the house, and what each role is answered there.

Read from what the views declare (declaring.py); the scope test holds the real answers to it, and a view without a declaration
fails it. Source: design sentence 4.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Role

from .declaring import REPRESENTATIVE, Scope

ANYBODY = "anonymous"
ALLOWED, REFUSED, TO_LOG_IN, NO_TOKEN = "allowed", "403", "log-in", "401"


@dataclass(frozen=True)
class Route:
    """One operation. `roles`: None: everybody; "token" among them: a department's system; REPRESENTATIVE: whoever acts for a
    subject. `names`: parameters of the path.
    """

    path: str
    method: str
    name: str
    roles: frozenset[str] | None
    scope: Scope
    names: tuple[str, ...]
    declared: bool = True

    def answer(self, role: str) -> str:
        """What a request of this role meets: allowed, 403, or the log-in page (401 for programs)."""
        if self.roles is None or role in self.roles:
            return ALLOWED
        if "token" in self.roles:
            return NO_TOKEN
        # Two houses of log-ins: an officer is nobody under /my/, whoever acts for a subject is nobody among staff.
        return TO_LOG_IN if role in (ANYBODY, REPRESENTATIVE) or REPRESENTATIVE in self.roles else REFUSED


def routes() -> list[Route]:
    """All of them, in the order of their paths."""
    return sorted(_walk(get_resolver(), "", ""), key=lambda route: (route.path, route.method))


def _walk(resolver: URLResolver, path: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, here, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield from _operations(entry, f"/{here}", namespace)


def _operations(entry: URLPattern, path: str, namespace: str) -> Iterator[Route]:
    view = entry.callback
    declared = hasattr(view, "allowed_roles")
    for method in getattr(view, "methods", ("GET", "HEAD", "POST")):
        if method == "HEAD":
            continue
        yield Route(
            path=path,
            method=method,
            name=f"{namespace}{entry.name}",
            roles=getattr(view, "allowed_roles", frozenset()),
            scope=getattr(view, "of", Scope.NONE),
            names=tuple(entry.pattern.converters),
            declared=declared,
        )


def table() -> list[dict]:
    """[{"path", "method", "scope", "roles": {role: answer}}], as `manage.py routes --json` prints it."""
    everybody = [ANYBODY, *Role.values, REPRESENTATIVE]
    return [
        {
            "path": route.path,
            "method": route.method,
            "scope": str(route.scope),
            "roles": {role: route.answer(role) for role in [*everybody, *(["token"] if _by_token(route) else [])]},
        }
        for route in routes()
    ]


def _by_token(route: Route) -> bool:
    return route.roles is not None and "token" in route.roles
