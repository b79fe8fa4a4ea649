"""manage.py find TEXT: searches as the page does."""

import json

from django.core.management.base import BaseCommand, CommandError

from subjects.search import COUNTED, QueryRefused, find


class Command(BaseCommand):
    help = "Find public subjects by name, former name or code."

    def add_arguments(self, parser):
        parser.add_argument(
            "text", metavar="TEXT", help="two characters of a name, or the beginning of a code, or more"
        )
        parser.add_argument("--limit", type=int, default=20, help=f"hits to show, 1 to {COUNTED}")
        parser.add_argument("--json", action="store_true", help="JSON only on stdout")

    def handle(self, *args, text: str, limit: int, **options):
        if not 1 <= limit <= COUNTED:
            raise CommandError(f"--limit 须在 1 到 {COUNTED} 之间。")
        try:
            found = find(text, limit=limit)
        except QueryRefused as refused:
            raise CommandError(str(refused)) from refused
        if options["json"]:
            results = [{"name": hit.name, "code": hit.code, "matched": hit.matched} for hit in found.hits]
            self.stdout.write(json.dumps({"total": found.total, "results": results}, ensure_ascii=False))
            return
        self.stdout.write(f"找到{'超过' if found.more else ''} {found.total} 个主体")
        for hit in found.hits:
            past = f"（曾用名：{hit.matched}）" if hit.former else ""
            self.stdout.write(f"{hit.code or '（无代码）':18}  {hit.name}{past}")
