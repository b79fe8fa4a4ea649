from django.db import transaction
from django.utils import timezone

from accounts import refusals
from accounts.appointing import add_officer, grant_role
from accounts.departments import department_of
from accounts.models import Role
from credit_platform.commands import AnsweringCommand, Refused
from ledger.acts import command_line


class Command(AnsweringCommand):
    """添加人员并授予角色. Repeating it does no harm; a first password is printed only when the account was made."""

    help = "Add an officer with a role; an existing account only gets the role if it lacks it."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("username", metavar="USER")
        parser.add_argument("--department", required=True, metavar="USCC")
        parser.add_argument("--role", required=True, action="append", choices=Role.values)
        parser.add_argument("--name", default="")

    def answer(self, **options):
        by, on = command_line(), timezone.localdate()
        try:
            with transaction.atomic():
                home = department_of(options["department"])
                officer, password = add_officer(
                    username=options["username"], name=options["name"], department=home, by=by, on=on
                )
                for role in options["role"]:
                    grant_role(officer, role, by=by, on=on)
        except refusals.Refused as reason:
            raise Refused(str(reason)) from reason
        said = {"username": officer.username, "department": home.code, "roles": sorted(officer.roles)}
        return said | ({"new": True, "password": password} if password else {"new": False})

    def text(self, said):
        titles = "、".join(str(Role(role).label) for role in said["roles"])
        lines = [f"{'已添加' if said['new'] else '已存在'}：{said['username']}（{said['department']}，{titles}）"]
        return "\n".join(lines + ([f"初始口令：{said['password']}"] if said["new"] else []))
