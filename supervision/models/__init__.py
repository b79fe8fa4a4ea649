"""归集监督: what departments say about their own reporting, and what follows from it; one file a topic."""

from .forms import ProgressReturn
from .ordering import Escalation, OrderPaper, OrderReply, RectificationOrder
from .reconciling import Finding, PaperTick, Reconciliation, Source, SourceKind
from .recurring import RecurringDuty, RecurringTask
from .returns import MonthlyReturn, ReturnLine
from .scoring import Scorecard, ScoreCriterion, ScoreLine
from .security import SecurityEntry

__all__ = [
    "Escalation", "Finding", "MonthlyReturn", "OrderPaper", "OrderReply", "PaperTick", "ProgressReturn", "Reconciliation",
    "RectificationOrder", "RecurringDuty", "RecurringTask", "ReturnLine", "ScoreCriterion", "ScoreLine", "Scorecard",
    "SecurityEntry", "Source", "SourceKind",
]  # fmt: skip
