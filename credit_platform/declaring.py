"""Declared doors (访问声明): what a view says of itself, so that a test can hold every URL to it. Ground.

`methods`: what it answers; `allowed_roles`: roles it admits, None for everybody; `of`: whose objects its address names.
Source: design sentence 4.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.views.decorators.http import require_http_methods

View = Callable[..., Any]


class Scope(StrEnum):
    """对象范围 of an address that names an object."""

    NONE = "none"  # it names none
    DEPARTMENT = "department"  # clerks and reviewers their own department's, an office its tree's, auditors all
    OFFICE = "office"  # an office its tree's, auditors all
    PLATFORM = "platform"  # whoever is admitted at all: administrators, files of organisations
    OWN = "own"  # the officer's own
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


def open_to_all(of: Scope = Scope.NONE) -> Callable[[View], View]:
    """Decorator of a view for everybody, logged in or not."""

    def decorate(view: View) -> View:
        view.allowed_roles, view.of = None, of  # type: ignore[attr-defined]
        return view

    return decorate
