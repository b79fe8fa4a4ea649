"""Finding for staff (内部查主体): by any number on file, or by name; public or not, but no natural person. Source: A1."""

from credit_platform.codes import normalise_code

from .models import FormerName, Identifier, Subject, SubjectKind
from .search import QueryRefused, find

SHOWN = 50


def by_number_or_name(text: str, *, names: bool = True) -> list[Subject]:
    """Subjects under this number exactly; else, where `names`, those of this exact name and those the public finds."""
    number = normalise_code(text)
    held = Identifier.objects.filter(value=number, sealed="").values("subject")
    subjects = Subject.objects.exclude(kind=SubjectKind.PERSON).select_related("merged_into")
    found = list(subjects.filter(pk__in=held)[:SHOWN])
    if found or not names:
        return found
    former = FormerName.objects.filter(name=text.strip()).values("subject")
    exact = list((subjects.filter(name=text.strip()) | subjects.filter(pk__in=former)).order_by("pk")[:SHOWN])
    try:
        hits = [hit.subject_id for hit in find(text, limit=SHOWN).hits]
    except QueryRefused:
        hits = []
    by_id = {subject.pk: subject for subject in subjects.filter(pk__in=hits)}
    seen = {subject.pk for subject in exact}
    return exact + [by_id[pk] for pk in hits if pk in by_id and pk not in seen]
