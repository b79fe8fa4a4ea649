import json

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from ...opendata import feed
from ...opendata.shapes import TITLES


class Command(BaseCommand):
    """变更流: what changed in public behind a position, as it is now, up to the end of the ledger."""

    help = "Print the change feed behind a position. With --json one JSON object a line; the last one is the cursor to go on with."

    def add_arguments(self, parser):
        parser.add_argument("--after", type=int, default=0, help="position read last; 0: from the beginning")
        parser.add_argument("--json", action="store_true", help="print JSON Lines and nothing else")

    def handle(self, *args, **options):
        if not 0 <= options["after"] < 2**63:
            raise CommandError("--after 应为 0 或读到的最后一个序号。")
        today, position = timezone.localdate(), options["after"]
        for page in feed.until_now(position, today):
            position = page.position
            for line in page.lines:
                self.stdout.write(json.dumps(line, ensure_ascii=False) if options["json"] else _said(line))
        if options["json"]:
            self.stdout.write(json.dumps({"position": position, "as_of": today.isoformat()}))
        else:
            self.stdout.write(f"已到序号 {position}；下次用 --after {position}。")


def _said(line: dict) -> str:
    what = "更新" if line["op"] == "put" else "删除"
    named = f"　{line['item']['name']}" if line["op"] == "put" else ""
    return f"{line['position']}　{what}　{TITLES[line['kind']]}　{line['id']}{named}"
