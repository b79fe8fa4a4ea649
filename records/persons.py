"""Persons' files (自然人档案): whose files of subjects an officer may open. Source: design sentence 4, G6.

An organisation's code and names are open in any register, so its file is every office's. A natural person's is not: it is
there only for whoever has a record of theirs, or of a subject at which they hold a position, within reach.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Officer, Role
from subjects.models import KeyPerson, Subject

from .models import Record


def files_within_reach(officer: Officer) -> QuerySet[Subject]:
    """Subjects whose file the officer may open; of roles nothing is said here, but that auditors see all."""
    if officer.has_role(Role.AUDITOR):
        return Subject.objects.all()
    seen = Record.objects.visible_to(officer)
    theirs = seen.filter(Q(subject=OuterRef("pk")) | Q(subject=OuterRef("merged_into")))
    led = KeyPerson.objects.filter(person=OuterRef("pk"), subject__in=seen.values("subject"))
    return Subject.objects.filter(~Q(kind="person") | Exists(theirs) | Exists(led))
