import json

from credit_platform.commands import AnsweringCommand, Refused
from rules.rehearsing import BadValue, UnknownRule, dry_run
from workbench.rehearsals import LAYERS


class Command(AnsweringCommand):
    help = "规则预演: what would be treated differently if the rule KEY said VALUE (JSON, or plain text). Nothing is written."
    dated = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("key", help="as manage.py jurisdictions names it")
        parser.add_argument("value", help="e.g. 5, true, minor, '{\"working_days\": 5}'")

    def answer(self, *, key, value, on, **options):
        try:
            said = json.loads(value)
        except ValueError:
            said = value
        try:
            return dry_run(key, said, on, LAYERS)
        except (UnknownRule, BadValue) as reason:
            raise Refused(str(reason.args[0])) from reason
