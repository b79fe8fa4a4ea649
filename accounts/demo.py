"""演示账号: one officer a role, the same password for all. Only in demo and test; nothing else makes them."""

from dataclasses import dataclass

from .models import Role

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
)
