"""演示账号: one officer a role, the same password for all. Only in demo and test; nothing else makes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .models import Department, Officer, Role

if TYPE_CHECKING:
    from ledger.acts import Actor

# Public on purpose: the demo lives on one machine, listens on its own address and holds invented data.
DEMO_PASSWORD = "demo-credit-2026"  # noqa: S105


@dataclass(frozen=True)
class DemoOfficer:
    """演示人员. `office`: belongs to the credit office instead of the reporting department."""

    username: str
    name: str
    role: Role
    office: bool = True

    @property
    def title(self) -> str:
        return str(self.role.label)


DEMO_OFFICERS = (
    DemoOfficer("clerk", "田小报", Role.CLERK, office=False),
    DemoOfficer("reviewer", "申核", Role.REVIEWER, office=False),
    DemoOfficer("office", "辛经办", Role.OFFICE),
    DemoOfficer("office_approver", "单审批", Role.OFFICE_APPROVER),
    DemoOfficer("auditor", "季审计", Role.AUDITOR),
    DemoOfficer("system_admin", "程系统", Role.SYSTEM_ADMIN),
    DemoOfficer("security_admin", "安全员", Role.SECURITY_ADMIN),
    DemoOfficer("supervisor", "杜督查", Role.SUPERVISOR),
)


def create_demo_accounts(departments: Sequence[Department], by: "Actor", on: date) -> dict[str, Officer]:
    """The demo officers by log-in name, made where they are missing. `departments`: the credit office's first, then the
    reporting department of clerk and reviewer (the same one where only one is given)."""
    from .appointing import add_officer, grant_role  # it needs the password above

    office, reporting = departments[0], departments[min(1, len(departments) - 1)]
    officers = {}
    for one in DEMO_OFFICERS:
        department = office if one.office else reporting
        officer, _ = add_officer(username=one.username, name=one.name, department=department, by=by, on=on)
        grant_role(officer, one.role, by=by, on=on)
        officers[one.username] = officer
    return officers
