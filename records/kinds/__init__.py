"""Kinds of record (信息类别): one declaration a kind, no pipeline of its own."""

from .base import Kind
from .licence import LICENCE
from .penalty import PENALTY

KINDS: dict[str, Kind] = {kind.key: kind for kind in (LICENCE, PENALTY)}

__all__ = ["KINDS", "Kind"]
