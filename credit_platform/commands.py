"""Commands (管理命令) that others script against: JSON on stdout, one sentence on stderr when refused, exit status 0 or 1."""

import json
import re
import sys
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone


class Refused(CommandError):
    """The command does not do it; the message is the one sentence that says why."""


class AnsweringCommand(BaseCommand):
    """Adds --json and, where `dated`, --on. Subclasses return from `answer` what is to be said."""

    dated = False
    requires_system_checks: list = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
        if self.dated:
            parser.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day it counts as")

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def refuse(message):
            raise Refused(f"{said_of_arguments(message)}用法见 manage.py {subcommand} --help。")

        parser.error = refuse  # type: ignore[method-assign]  # argparse's own is English and ends with status 2
        return parser

    def answer(self, *args: Any, **options: Any) -> Any:
        """What to print: JSON-ready data. Raises Refused."""
        raise NotImplementedError

    def text(self, said: Any) -> str:
        """The answer for people; JSON with indents where a subclass knows nothing better."""
        return json.dumps(said, ensure_ascii=False, indent=2)

    def handle(self, *args, **options):
        if self.dated:
            options["on"] = acting_day(options["on"])
        said = self.answer(**options)
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else self.text(said))

    def run_from_argv(self, argv):
        try:
            super().run_from_argv([*argv, "--traceback"])  # so that the refusal reaches us and not Django's printer
        except CommandError as reason:
            sys.stderr.write(f"{reason}\n")
            sys.exit(1)


COMPLAINTS = (
    (r"the following arguments are required: (.+)", "缺少参数：{}。"),
    (r"unrecognized arguments: (.+)", "没有这个参数：{}。"),
    (r"argument (\S+): expected .+", "参数 {} 后面没有填值。"),
    (r"argument (\S+): invalid choice: ('.*?') \(choose from (.+)\)", "参数 {} 的值 {} 不可用，可填：{}。"),
    (r"argument (\S+): invalid fromisoformat value: (.+)", "参数 {} 的值 {} 不是日期，请按 2026-04-01 的样式填写。"),
    (r"argument (\S+): invalid int value: (.+)", "参数 {} 的值 {} 不是整数。"),
    (r"argument (\S+): invalid \S+ value: (.+)", "参数 {} 的值 {} 不可用。"),
    (r"argument (\S+): ignored explicit argument (.+)", "参数 {} 不带值，却填了 {}。"),
    (r"ambiguous option: (\S+) could match (.+)", "参数 {} 写得不全，可能是 {}。"),
)


def said_of_arguments(message: str) -> str:
    """What argparse complains of, as one Chinese sentence."""
    for pattern, words in COMPLAINTS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return words.format(*match.groups())
    return "参数不对。"


def rehearsal() -> bool:
    """Demo or test, where days may be chosen and one caller may play two people."""
    return settings.DEMO or settings.TESTING


def acting_day(chosen: date | None) -> date:
    """The day given, or today. Raises Refused for a future day outside demo and test."""
    today = timezone.localdate()
    if chosen is not None and chosen > today and not rehearsal():
        raise Refused(f"--on 不能是将来的日期（{chosen}）；只有演示和测试环境可以。")
    return chosen or today
