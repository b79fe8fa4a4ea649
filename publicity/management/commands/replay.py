import json

from django.core.management import BaseCommand
from django.utils import timezone

from ...replaying import replay


class Command(BaseCommand):
    """重演: the public state rebuilt from the ledger, held against the pages."""

    help = (
        "Rebuild what is public from acts, events and versions and compare it with the pages. Exit code 1: they differ."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args, **options):
        found = replay(timezone.localdate())
        told = [
            {"kind": one.kind, "id": str(one.id), "ledger": one.ledger, "pages": one.pages} for one in found.differences
        ]
        if options["json"]:
            said = {"equal": found.equal, "items": found.items, "differences": told}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self.stdout.write(
                f"公示中的 {found.items} 项，{'与台账一致' if found.equal else f'与台账不一致 {len(told)} 处'}。"
            )
            for one in told:
                self.stdout.write(f"  {one['kind']} {one['id']}：台账 {one['ledger']}；页面 {one['pages']}")
        if not found.equal:
            raise SystemExit(1)
