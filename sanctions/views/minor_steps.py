"""下一步: which steps of a minor act's case an officer may take now. For the page; the use cases decide."""

from datetime import date

from accounts.models import Department, Officer

from ..interviewing import RUNNING
from ..models import MinorCase
from ..reminding import HANDLERS, SIGNERS


def may(case: MinorCase, officer: Officer, on: date) -> set[str]:
    """Names of the steps."""
    if not Department.objects.answered_for_by(officer.department).filter(pk=case.department_id).exists():
        return set()
    late = MinorCase.objects.late(on).filter(pk=case.pk).exists()
    return _of_signer(case, officer, late) | _of_anybody(case, officer, late)


def _of_signer(case: MinorCase, officer: Officer, late: bool) -> set[str]:
    if not officer.has_role(*SIGNERS):
        return set()
    found: set[str] = set()
    if officer.pk != case.proposer_id:
        if case.state == "proposed":
            found.add("issue")
        if case.state in RUNNING and not case.interviews.filter(state="appointed").exists():
            found.add("appoint")
        if case.state == "running" and late:
            found.add("urge")
    escalation = case.escalation
    if case.state == "escalating" and escalation and escalation.proposer_id != officer.pk:
        found.add("answer")
    return found


def _of_anybody(case: MinorCase, officer: Officer, late: bool) -> set[str]:
    if not officer.has_role(*HANDLERS, *SIGNERS):
        return set()
    found: set[str] = {"drop"} if case.state == "proposed" else set()
    if case.state in ("issued", *RUNNING):
        found |= {"close", "deliver"}
    if case.interviews.filter(state="appointed").exists():
        found.add("record")
    if case.state == "pressed" and late and officer.has_role(*HANDLERS):
        found.add("escalate")
    return found
