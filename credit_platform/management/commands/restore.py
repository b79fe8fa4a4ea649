from pathlib import Path

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from credit_platform import backup
from credit_platform.commands import AnsweringCommand, Refused
from credit_platform.roles import as_owner


class Command(AnsweringCommand):
    """恢复: put a backup in the place of this database. Stop web, worker and beat before."""

    help = "Restore a backup into an empty database; into another only with --replace."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("source", type=Path)
        parser.add_argument("--replace", action="store_true", help="destroy what is in the database now")
        parser.add_argument("--check-only", action="store_true", help="read and check the backup and the keys, no more")

    def answer(self, **options):
        source = options["source"]
        try:
            manifest = backup.read_manifest(source)
            backup.check_keys(manifest)
            if not options["check_only"]:
                self._restore(source, manifest, options["replace"])
        except (backup.BackupError, ImproperlyConfigured, OSError) as reason:
            raise Refused(str(reason)) from reason
        rows, files = sum(manifest["rows"].values()), len(manifest["files"]) - 1
        return {
            "made_at": manifest["made_at"],
            "rows": rows,
            "files": files,
            "restored": not options["check_only"],
        }

    def text(self, said):
        done = "已恢复" if said["restored"] else "备份完好，密钥相符"
        return f"{done}：备份时间 {said['made_at']}，数据库 {said['rows']} 行，加密文件 {said['files']} 个。"

    def _restore(self, source, manifest, replace):
        if (tables := backup.occupied()) and not replace:
            raise backup.BackupError(f"数据库不是空的（{'、'.join(tables)}）：请先备份，再加 --replace 重新执行。")
        with as_owner():
            backup.restore(source, manifest)
        call_command("migrate", verbosity=0)  # grants, and what is newer than the backup
        self.check(databases=["default"])
        cache.clear()
