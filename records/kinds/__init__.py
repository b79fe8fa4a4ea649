"""Kinds of record (信息类别): one declaration a kind, no pipeline of its own."""

from .administrative import ADMINISTRATIVE
from .base import Kind
from .commitment import COMMITMENTS
from .elsewhere import ELSEWHERE
from .judicial import JUDICIAL
from .licence import LICENCE
from .market import MARKET
from .penalty import PENALTY
from .standing import STANDING

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (LICENCE, PENALTY, *ADMINISTRATIVE, *JUDICIAL, *MARKET, *STANDING, *ELSEWHERE, *COMMITMENTS)
}

__all__ = ["KINDS", "Kind"]
