import json
from contextlib import nullcontext
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from credit_platform.backup import BackupError, backup
from credit_platform.roles import as_owner


class Command(BaseCommand):
    """备份: database and sealed files into a new directory. The platform may go on working meanwhile."""

    help = "Back up the database and the sealed files. The keys are not in it: keep them elsewhere."

    def add_arguments(self, parser):
        parser.add_argument("--out", required=True, type=Path, help="a new or empty directory")
        parser.add_argument("--json", action="store_true")

    def handle(self, out, **options):
        try:
            # The app can read every table as well, so a process without the owner's address can make a backup.
            with as_owner() if settings.DATABASE_OWNER else nullcontext():
                manifest = backup(out, timezone.localtime())
        except (BackupError, OSError) as reason:
            raise CommandError(str(reason)) from reason
        answer = {"out": str(out), "rows": sum(manifest["rows"].values()), "files": len(manifest["files"]) - 1}
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(
                f"已备份到 {out}：数据库 {answer['rows']} 行，加密文件 {answer['files']} 个。密钥请另行保管。"
            )
