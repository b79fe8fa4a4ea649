"""信用修复: the application and its way, its papers and letters, what falsehood leads to, and what was handed over with a decision."""

from .applications import OVER, PROCEDURES, Proof, Repair
from .falsehood import Dishonesty
from .handed_over import HandedOver
from .letters import RepairLetter

__all__ = ["OVER", "PROCEDURES", "Dishonesty", "HandedOver", "Proof", "Repair", "RepairLetter"]
