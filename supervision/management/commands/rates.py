from django.utils import timezone

from accounts.models import Department
from credit_platform.codes import normalise_code
from credit_platform.commands import AnsweringCommand, Refused
from supervision.months import first_of, parse
from supervision.telling import rates_of


class Command(AnsweringCommand):
    """三率: numerators and denominators of one month of decisions."""

    help = "The three rates of a month, with numerators and denominators, by kind and in total."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--month", required=True, metavar="YYYY-MM", help="month of the decisions")
        parser.add_argument("--department", metavar="USCC", help="the body that decided; without it all departments")

    def answer(self, *, month, department, **options):
        try:
            wanted = parse(month)
        except ValueError:
            raise Refused(f"月份 {month} 不对，请按 2026-04 的样式填写。") from None
        today = timezone.localdate()
        if wanted > first_of(today):
            raise Refused(f"{month} 还没有到，没有可以统计的数据。")
        found = None
        if department is not None:
            found = Department.objects.filter(code=normalise_code(department)).first()
            if found is None:
                raise Refused(f"没有统一社会信用代码为 {department} 的部门，请核对。")
        return rates_of(wanted, found, today)
