from credit_platform.codes import check_uscc
from credit_platform.commands import AnsweringCommand


class Command(AnsweringCommand):
    help = "Check unified social credit codes."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("codes", nargs="+", metavar="CODE")

    def answer(self, *, codes, **options):
        return [
            {
                "code": check.code,
                "normalised": check.normalised,
                "valid": check.valid,
                "errors": check.errors,
                "warnings": check.warnings,
            }
            for check in map(check_uscc, codes)
        ]
