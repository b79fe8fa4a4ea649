"""我的信用档案: all sections of what is on record about a subject, in the order of reading; one function a section. Source: F1."""

from datetime import date

from subjects.models import FormerName, Subject

from . import lists, measures, promises, records
from .items import Ids, Item, Section


def sections(subject: Subject, same: Ids, on: date, page: int | None = None) -> list[Section]:
    """All of them. `page`: of the records; None: every record."""
    return [
        records.section(same, on, page),
        lists.entries(same, on),
        measures.measures(same, on),
        lists.praised(same, on),
        lists.acts(same, on),
        measures.minor_cases(same, on),
        measures.verifications(same, on),
        measures.disclosures(same, on),
        promises.standing(subject, on),
        promises.commitments(same, on),
        promises.late_papers(same, on),
        promises.authorisations(same, on),
        promises.people(subject, same, on),
    ]


def about(subject: Subject, same: Ids) -> Item:
    """基本信息."""
    former = FormerName.objects.filter(subject__in=same).order_by("-until", "-pk").values_list("name", flat=True)
    facts = (
        ("统一社会信用代码", subject.code),
        ("类别", subject.get_kind_display()),
        ("曾用名", "、".join(dict.fromkeys(former))),
    )
    return Item(Subject.object_kind, subject.public_id, subject.name, facts=facts)
