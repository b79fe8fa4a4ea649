"""Naming (指明主体) at the counter, before anything is written."""

from accounts.models import Officer
from blacklists.views.reading import subject_named
from records.persons import files_within_reach
from subjects.models import Subject


def subject_within_reach(said: str, officer: Officer) -> Subject | None:
    """主体 by unified code or public id; a natural person is not found by whoever has nothing of theirs within reach.

    Source: G6, records/persons.py.
    """
    found = subject_named(said)
    if found is None or not files_within_reach(officer).filter(pk=found.pk).exists():
        return None
    return found
