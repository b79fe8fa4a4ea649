"""信用核查: what must be asked, what was asked and answered, who may be told more, how supervision is classed."""

from .catalogue import Matter
from .checks import Batch, Check, Feedback
from .classes import ClassRule
from .outside import Authorisation, ListReceipt

__all__ = ["Authorisation", "Batch", "Check", "ClassRule", "Feedback", "ListReceipt", "Matter"]
