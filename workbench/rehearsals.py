"""规则预演的各层: everything that a rule can treat differently, and who may be shown whom. A new layer of the house adds its own."""

from collections.abc import Collection

from accounts.models import Officer
from blacklists import rehearsing as blacklists
from blacklists.models import Entry, GradeProposal, Nomination
from records import rehearsing as records
from records.models import Record
from sanctions import rehearsing as sanctions
from sanctions.models import JointAction, Measure

LAYERS = (*records.LAYERS, *blacklists.LAYERS, *sanctions.LAYERS)
LINKS = {
    "record": "workbench:record",
    "entry": "lists:entry",
    "nomination": "lists:nomination",
    "joint_action": "joint:action",
    "measure": "joint:measure",
    "subject": "workbench:subject",
}


def within_reach(officer: Officer, items: Collection[dict]) -> list[dict]:
    """Of the objects of a rehearsal those that the officer may see."""
    near: set[tuple[str, str]] = set()
    for kind, rows, column in (
        ("record", Record.objects.visible_to(officer), "public_id"),
        ("entry", Entry.objects.visible_to(officer), "public_id"),
        ("nomination", Nomination.objects.visible_to(officer), "public_id"),
        ("joint_action", JointAction.objects.visible_to(officer), "public_id"),
        ("measure", Measure.objects.visible_to(officer), "public_id"),
        ("subject", Record.objects.visible_to(officer), "subject__public_id"),
        ("subject", GradeProposal.objects.visible_to(officer), "subject__public_id"),
    ):
        wanted = [item["public_id"] for item in items if item["kind"] == kind]
        if wanted:
            known = rows.filter(**{f"{column}__in": wanted}).values_list(column, flat=True)
            near |= {(kind, str(one)) for one in known}
    return [item for item in items if (item["kind"], item["public_id"]) in near]
