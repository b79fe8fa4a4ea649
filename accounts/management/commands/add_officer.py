import getpass
import sys

from django.db import transaction
from django.utils import timezone

from accounts import refusals
from accounts.appointing import add_officer, grant_role
from accounts.departments import department_of
from accounts.models import Role
from accounts.persons import identify, person_key
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
        parser.add_argument(
            "--id-number",
            default="",
            metavar="NUMBER",
            help="whose account it is, kept only as a keyed hash; '-' asks for it (or reads stdin), out of the history",
        )

    def answer(self, **options):
        by, on = command_line(), timezone.localdate()
        try:
            with transaction.atomic():
                home, key = department_of(options["department"]), person_key(_number(options["id_number"]))
                officer, password = add_officer(
                    username=options["username"], name=options["name"], department=home, person_key=key, by=by, on=on
                )
                if key and identify(officer, key, by=by, on=on):  # an account of before
                    officer.refresh_from_db()
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


def _number(given: str) -> str:
    if given != "-":
        return given
    return getpass.getpass("身份证号（不显示）：") if sys.stdin.isatty() else sys.stdin.readline().strip()
