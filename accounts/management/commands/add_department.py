from django.utils import timezone

from accounts import refusals
from accounts.departments import add_department, department_of
from accounts.models import Department
from credit_platform.commands import AnsweringCommand, Refused
from ledger.acts import command_line


class Command(AnsweringCommand):
    """添加部门. Repeating it does no harm."""

    help = "Add a department; one with the same code is left as it is."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("name")
        parser.add_argument("code", metavar="USCC")
        parser.add_argument("--parent", metavar="USCC")
        parser.add_argument("--level", choices=Department.Level.values, default="")
        parser.add_argument("--field", choices=[value for value in Department.Field.values if value], default="")

    def answer(self, **options):
        wanted = {key: options[key] for key in ("name", "code", "level", "field")}
        try:
            parent = department_of(options["parent"]) if options["parent"] else None
            department, new = add_department(**wanted, parent=parent, by=command_line(), on=timezone.localdate())
        except refusals.Refused as reason:
            raise Refused(str(reason)) from reason
        return {"name": department.name, "code": department.code, "new": new}

    def text(self, said):
        return f"{'已添加' if said['new'] else '已存在，未作改动'}：{said['name']} {said['code']}"
