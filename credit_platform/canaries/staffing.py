"""Staffing (办理人员): a credit office, a department below it and a body outside, made for one run; and the visitors who are sent round."""

from dataclasses import dataclass
from datetime import date

from accounts.appointing import add_officer, grant_role
from accounts.departments import add_department, add_outside_body
from accounts.models import Department, Officer, Role
from accounts.persons import person_key
from ledger.acts import command_line
from records.inventing import code_of

from .values import Brood, Kind


@dataclass(frozen=True)
class Staff:
    """`everybody`: one officer a role; office, approver and those who watch sit in the office."""

    body: Department
    everybody: dict[str, Officer]
    elsewhere: dict[str, Officer]  # of another tree

    @property
    def clerk(self) -> Officer:
        return self.everybody[Role.CLERK]

    @property
    def reviewer(self) -> Officer:
        return self.everybody[Role.REVIEWER]

    @property
    def office(self) -> Officer:
        return self.everybody[Role.OFFICE]

    @property
    def approver(self) -> Officer:
        return self.everybody[Role.OFFICE_APPROVER]


def appoint(brood: Brood, on: date) -> Staff:
    """Their ID numbers are canaries, too: of an account only the keyed hash may stay."""
    by = command_line()
    trees = []
    for number in (0, 1):
        office, _ = add_department(
            name=f"翎羽市信用办{number}", code=code_of("11", 970_000 + number), by=by, on=on, level="city"
        )
        body, _ = add_department(
            name=f"翎羽市生态环境局{number}",
            code=code_of("11", 971_000 + number),
            parent=office,
            by=by,
            on=on,
            level="city",
        )
        trees.append((office, body))
    (office, body), (far_office, far_body) = trees
    outside, _ = add_outside_body(
        name="翎羽市行业协会",
        code=code_of("51", 972_000),
        kind=Department.Outside.values[0],
        office=office,
        by=by,
        on=on,
    )
    homes = {Role.CLERK: body, Role.REVIEWER: body, Role.OUTSIDE: outside}
    everybody = {str(role): _officer(role, homes.get(role, office), "", brood, on) for role in Role}
    far = {Role.CLERK: far_body, Role.OFFICE: far_office}
    return Staff(
        body, everybody, {f"{role} elsewhere": _officer(role, home, "-far", brood, on) for role, home in far.items()}
    )


def _officer(role: str, department: Department, end: str, brood: Brood, on: date) -> Officer:
    by = command_line()
    officer, _ = add_officer(
        username=f"canary-{role}{end}", name="经办人", department=department, by=by, on=on,
        person_key=person_key(brood.of(Kind.ID_NUMBER)),
    )  # fmt: skip
    grant_role(officer, role, by=by, on=on)
    Officer.objects.filter(pk=officer.pk).update(must_change_password=False)
    officer.refresh_from_db()
    return officer
