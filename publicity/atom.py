"""Atom: the feed of Django, whatever characters a name holds: one that XML has no place for would take the feed from everybody."""

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed

from credit_platform.characters import NOT_XML

from .context import site


class Atom(Atom1Feed):
    """Without characters that no XML may hold."""

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, {name: _clean(value) for name, value in item.items()})


def begun(request: HttpRequest, title: str, path: str) -> Atom:
    """The feed of the page at `path`, without an item yet."""
    name, page = site(request)["site"]["name"], request.build_absolute_uri(path)
    return Atom(
        title=f"{title} - {name}", link=page, description="", language="zh-Hans", author_name=name,
        feed_url=request.build_absolute_uri(), feed_guid=page,
    )  # fmt: skip


def ended(feed: Atom) -> HttpResponse:
    """The answer; what left is gone at the next look."""
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    patch_cache_control(response, no_cache=True)
    return response


def begin_of(day: date) -> datetime:
    """Of a day that is kept without an hour: its first moment, for no feed was updated in the future."""
    return timezone.make_aware(datetime.combine(day, time()))


def _clean(value: Any) -> Any:
    return NOT_XML.sub("", value) if isinstance(value, str) else value
