from contextlib import nullcontext
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from credit_platform.backup import BackupError, backup
from credit_platform.commands import AnsweringCommand, Refused
from credit_platform.roles import as_owner


class Command(AnsweringCommand):
    """备份: database and sealed files into a new directory. The platform may go on working meanwhile."""

    help = "Back up the database and the sealed files. The keys are not in it: keep them elsewhere."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--out", required=True, type=Path, help="a new or empty directory")

    def answer(self, **options):
        try:
            # The app can read every table as well, so a process without the owner's address can make a backup.
            with as_owner() if settings.DATABASE_OWNER else nullcontext():
                manifest = backup(options["out"], timezone.localtime())
        except (BackupError, OSError) as reason:
            raise Refused(str(reason)) from reason
        rows, files = sum(manifest["rows"].values()), len(manifest["files"]) - 1
        return {"out": str(options["out"]), "rows": rows, "files": files}

    def text(self, said):
        return f"已备份到 {said['out']}：数据库 {said['rows']} 行，加密文件 {said['files']} 个。密钥请另行保管。"
