"""Atom: the feed of Django, whatever characters a name holds: one that XML has no place for would take the feed from everybody."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from credit_platform.characters import NOT_XML


class Atom(Atom1Feed):
    """Without characters that no XML may hold."""

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, {name: _clean(value) for name, value in item.items()})


def _clean(value: Any) -> Any:
    return NOT_XML.sub("", value) if isinstance(value, str) else value
