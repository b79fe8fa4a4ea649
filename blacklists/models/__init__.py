"""红黑名单: acts and their grading, entries of the black list, nominations for the red one, letters and announcements."""

from .acts import GradeProposal, ReportedAct
from .candidates import Candidate, CandidatePaper
from .entries import Entry, EntryMeasure, Exit, Ground, Leaving
from .hearing import Consultation, Copy, Statement
from .letters import Announcement, AnyLetter, Letter, LetterLine
from .list_files import ListFile
from .red import Benefit, Campaign, Nomination, RedObjection, WithdrawalStatement

__all__ = [
    "Announcement",
    "AnyLetter",
    "Benefit",
    "Campaign",
    "Candidate",
    "CandidatePaper",
    "Consultation",
    "Copy",
    "Entry",
    "EntryMeasure",
    "Exit",
    "GradeProposal",
    "Ground",
    "Leaving",
    "Letter",
    "LetterLine",
    "ListFile",
    "Nomination",
    "RedObjection",
    "ReportedAct",
    "Statement",
    "WithdrawalStatement",
]  # fmt: skip
