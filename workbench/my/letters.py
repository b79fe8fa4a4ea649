"""收到的文书: letters that were served on the subject, each as the PDF that was served. Source: F1."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from blacklists.models import Letter
from disputes.models import DisputeLetter
from repairs.models import RepairLetter
from sanctions.models import CaseLetter

from .items import Ids


@dataclass(frozen=True)
class Received:
    """One letter. `family`: where it is kept, for its address."""

    family: str
    public_id: UUID
    title: str
    number: str
    issuer: str
    delivered_on: date
    means: str


def of_lists(same: Ids) -> QuerySet[Letter]:
    """名单文书, served."""
    about = Q(entry__subject__in=same) | Q(nomination__subject__in=same)
    return Letter.objects.filter(about, delivered_on__isnull=False)


def of_minor_cases(same: Ids) -> QuerySet[CaseLetter]:
    """提醒、约谈、督促, served."""
    return CaseLetter.objects.filter(case__subject__in=same, delivered_on__isnull=False)


def of_repairs(same: Ids) -> QuerySet[RepairLetter]:
    """修复文书, served: those of an application on line by the account itself."""
    return RepairLetter.objects.filter(repair__subject__in=same, delivered_on__isnull=False)


def of_disputes(same: Ids) -> QuerySet[DisputeLetter]:
    """异议文书: read in the account from the day they are made, delivered on paper or not."""
    return DisputeLetter.objects.filter(dispute__subject__in=same)


# Whoever serves letters of its own on those on record adds its family here: name in the address → the served ones.
FAMILIES: dict[str, Callable[[Ids], QuerySet[Any]]] = {
    "list": of_lists, "minor": of_minor_cases, "repair": of_repairs, "dispute": of_disputes,
}  # fmt: skip


def received(same: Ids) -> list[Received]:
    """The latest first."""
    found = []
    for family, rows in FAMILIES.items():
        for row in rows(same).select_related("issuer" if family == "list" else "department"):
            issuer = row.issuer.name if family == "list" else row.department.name
            title, means, day = row.get_kind_display(), row.get_means_display(), row.delivered_on
            if day is None:  # readable in the account since it was made
                means, day = "账号内查看", row.made_on
            found.append(Received(family, row.public_id, title, row.number, issuer, day, means))
    return sorted(found, key=lambda one: (one.delivered_on, one.number), reverse=True)
