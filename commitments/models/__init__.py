"""信用承诺: promises that somebody makes to an authority, and what became of them."""

from .late import LatePapers, PromisedPaper
from .made import Commitment
from .matters import Matter, MatterPaper
from .templates import Kind, Template

__all__ = ["Commitment", "Kind", "LatePapers", "Matter", "MatterPaper", "PromisedPaper", "Template"]
