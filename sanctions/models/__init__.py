"""联合奖惩: joint actions with their measures, and the verification that suspends them."""

from .joint import JointAction, Measure
from .verifying import Verification

__all__ = ["JointAction", "Measure", "Verification"]
