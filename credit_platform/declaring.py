"""Declared doors (访问声明): what a view says of itself, so that a test can hold every URL to it. Ground.

`methods`: what it answers; `allowed_roles`: roles it admits, None for everybody; `of`: whose objects its address names.
Source: design sentence 4.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

View = Callable[..., Any]
REPRESENTATIVE = "representative"  # among `allowed_roles`: whoever acts for a subject; no officer


class Scope(StrEnum):
    """对象范围 of an address that names an object."""

    NONE = "none"  # it names none
    DEPARTMENT = "department"  # clerks and reviewers their own department's, an office its tree's, auditors all
    OFFICE = "office"  # an office its tree's, auditors all
    PLATFORM = "platform"  # whoever is admitted at all: administrators, files of organisations
    OWN = "own"  # the officer's own
    SUBJECT = "subject"  # of those for whom the representative may act, and of nobody else
    PUBLIC = "public"  # what is public, to everybody


def _only(*names: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        guarded = require_http_methods(list(names))(view)
        guarded.methods = names  # type: ignore[attr-defined]
        return guarded

    return decorate


get_only = _only("GET", "HEAD")
post_only = _only("POST")
get_and_post = _only("GET", "HEAD", "POST")


def post_from(page: str, *, same: bool = True) -> Callable[[View], View]:
    """post_only for the steps that are taken on a page: whoever opens or reloads their address by hand is led to that page,
    which admits or refuses as always. Stands inside role_required: nobody is led anywhere before the log-in. `page`: its URL name; `same`: it names the same object.
    """

    def decorate(view: View) -> View:
        guarded = post_only(view)

        @wraps(guarded)
        def leading(request: Any, *args: Any, **kwargs: Any) -> Any:
            if request.method in ("GET", "HEAD"):
                return redirect(page, **(kwargs if same else {}))
            return guarded(request, *args, **kwargs)

        return leading

    return decorate


def open_to_all(of: Scope = Scope.NONE) -> Callable[[View], View]:
    """Decorator of a view for everybody, logged in or not."""

    def decorate(view: View) -> View:
        view.allowed_roles, view.of = None, of  # type: ignore[attr-defined]
        return view

    return decorate
