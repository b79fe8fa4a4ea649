"""归集监督: what departments say about their own reporting; one file a topic."""

from .forms import ProgressReturn
from .returns import MonthlyReturn, ReturnLine

__all__ = ["MonthlyReturn", "ProgressReturn", "ReturnLine"]
