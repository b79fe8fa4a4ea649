"""身份核实 (政务服务统一身份认证): who says that a person is who they say. Source: F1.

A place that has a service of its own writes a class like `LocalProvider` and names it in settings.IDENTITY_PROVIDER
(docs/operations.md says how). Without one the number is checked by arithmetic and the person shows papers at the counter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from credit_platform.codes import normalise_code, resident_id_error

from .refusals import Refused

COUNTER = "counter"  # in Representative.proven_by: an officer saw person and papers


@dataclass(frozen=True)
class Person:
    """Whom a service vouches for. `mobile` may be empty."""

    name: str
    id_number: str
    mobile: str = ""


class IdentityProvider(Protocol):
    """A government identity service. Nothing of what it says is kept but what Representative keeps."""

    key: str  # at most 40 letters; stands in Representative.proven_by
    title: str  # on the button: 用……登录

    def address(self, back: str, state: str) -> str:
        """Where the browser goes to log in there, returning to `back` with `state`; empty: it has no such page."""

    def person(self, answer: Mapping[str, str], back: str) -> Person:
        """Whom the service vouches for, by the query with which the browser came back. Raises Refused."""

    def mistake(self, name: str, id_number: str) -> str:
        """What is wrong with a name and a number that somebody typed, as a sentence without them; empty: nothing known."""


class LocalProvider:
    """The provider of a place without a service: arithmetic of the number; identity is proven at the counter."""

    key, title = "local", ""

    def address(self, back: str, state: str) -> str:
        return ""

    def person(self, answer: Mapping[str, str], back: str) -> Person:
        raise Refused("本平台没有接入统一身份认证，请用登录名和口令登录。")

    def mistake(self, name: str, id_number: str) -> str:
        if not re.fullmatch(r"[^\W\d_]{2,}(?:[·.\s][^\W\d_]+)*", name):
            return "请填写身份证上的姓名，不含数字和符号。"
        return resident_id_error(normalise_code(id_number))


@cache
def _provider(path: str) -> IdentityProvider:
    return import_string(path)()


def provider() -> IdentityProvider:
    """The one of settings.IDENTITY_PROVIDER."""
    return _provider(settings.IDENTITY_PROVIDER)
