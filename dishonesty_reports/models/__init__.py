from .readings import Handler, Reading
from .reports import Paper, Report

__all__ = ["Handler", "Paper", "Reading", "Report"]
