from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from ...opendata.bulk import ExportRefused, export, manifest_of


class Command(BaseCommand):
    """批量文件: everything public today as files."""

    help = "Write everything that is public today as JSON Lines and CSV, with checksums, schema and the cursor of the feed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--out", type=Path, default=None, help="directory below which the run is written; default: OPEN_DATA_ROOT"
        )

    def handle(self, *args, **options):
        try:
            run = export(options["out"] or settings.OPEN_DATA_ROOT, timezone.localtime(), timezone.localdate())
        except (ExportRefused, OSError) as reason:
            raise CommandError(str(reason)) from reason
        said = manifest_of(run)
        rows = sum(one.get("rows", 0) for one in said["files"] if one["name"].endswith(".jsonl.gz"))
        self.stdout.write(
            f"已写入 {run}：{rows} 条，{len(said['files'])} 个文件，变更流从序号 {said['position']} 之后接着读。"
        )
