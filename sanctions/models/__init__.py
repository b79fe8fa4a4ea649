"""联合奖惩: joint actions with their measures, the verification that suspends them, and what is done about lesser acts."""

from .audience import Disclosure
from .cases import CaseParcel, TypicalCase
from .grading import GradeGround
from .joint import JointAction, Measure
from .minor import CaseLetter, Interview, MinorCase
from .verifying import Verification

__all__ = [
    "CaseLetter", "CaseParcel", "Disclosure", "GradeGround", "Interview", "JointAction", "Measure", "MinorCase",
    "TypicalCase", "Verification",
]  # fmt: skip
