from datetime import date
from pathlib import Path

from accounts.models import Department
from credit_platform.codes import normalise_code
from credit_platform.commands import AnsweringCommand, Refused
from records.models.record import RecordKind
from supervision.listed import ListRefused, read_list
from supervision.reconciling import ReconciliationRefused, answer_of, reconcile


class Command(AnsweringCommand):
    """比对: a list of another system against what the platform has of a department. Looks only; pages keep findings."""

    help = "Compare a workbook or csv of decisions with the platform: missing here, missing there, different, same."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--department", required=True, metavar="USCC", help="the body that decided")
        parser.add_argument(
            "--from", dest="first", type=date.fromisoformat, metavar="YYYY-MM-DD", help="decided on or after"
        )
        parser.add_argument(
            "--to", dest="last", type=date.fromisoformat, metavar="YYYY-MM-DD", help="decided on or before"
        )
        parser.add_argument("--kind", choices=RecordKind.values, help="of these decisions only")

    def answer(self, *, file, department, first, last, kind, **options):
        found = Department.objects.filter(code=normalise_code(department)).first()
        if found is None:
            raise Refused(f"没有统一社会信用代码为 {department} 的部门，请核对。")
        try:
            data = file.read_bytes()
        except OSError as reason:
            raise Refused(f"读不到文件 {file}（{reason.strerror}），请核对路径。") from reason
        try:
            outcome = reconcile(
                found, read_list(data, file.name), first=first, last=last, kinds=(kind,) if kind else ()
            )
        except (ListRefused, ReconciliationRefused) as reason:
            raise Refused(str(reason)) from reason
        return answer_of(outcome)

    def text(self, said):
        return (
            f"平台缺少 {len(said['missing_here'])}，清单缺少 {len(said['missing_there'])}，"
            f"内容不一致 {len(said['different'])}，一致 {said['same']}（{said['period']['from']}至{said['period']['to']}）"
        )
