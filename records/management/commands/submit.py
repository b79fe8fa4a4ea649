from pathlib import Path

from django.utils import timezone

from accounts.acting import actor_of
from accounts.models import Department, Officer, Role
from credit_platform.codes import normalise_code
from credit_platform.commands import AnsweringCommand, Refused, rehearsal
from ledger.acts import os_user
from ledger.models import Act
from records import intake
from records.models import Submission
from records.reading.formats import Unreadable
from records.releasing import ReleaseRefused, release_submission
from records.submitting import receive_file


class Command(AnsweringCommand):
    help = "Submit a workbook or table for a department, as its clerk; in demo and test release it too."
    dated = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--department", required=True, metavar="USCC")
        parser.add_argument("--as", required=True, dest="clerk", metavar="USER")
        parser.add_argument("--release-as", dest="reviewer", metavar="USER")
        parser.add_argument("--stock", action="store_true", help="存量: first load, not counted late")

    def answer(self, *, file, department, clerk, reviewer, stock, on, **options):
        if reviewer and not rehearsal():
            raise Refused("--release-as 只能在演示和测试环境使用；正式环境请由审核员登录后放行。")
        if on != timezone.localdate() and not rehearsal():
            raise Refused("正式环境按实际报送日期计算时限，--on 只能是今天。")
        body = Department.objects.filter(code=normalise_code(department)).first()
        if body is None:
            raise Refused(f"没有代码为 {department} 的部门；请先用 add_department 添加。")
        officer = officer_of(clerk)
        if not officer.has_role(Role.CLERK) or officer.department_id != body.pk:
            raise Refused(f"{clerk} 不是“{body.name}”的填报员，不能为其报送。")
        second = officer_of(reviewer) if reviewer else None
        if not file.is_file():
            raise Refused(f"找不到文件 {file}。")
        actor = actor_of(officer, Act.Channel.COMMAND, os_user=os_user())
        try:
            submission = receive_file(
                file.read_bytes(), file.name, department=body, clerk=officer, actor=actor, on=on, stock=stock
            )
            report = intake.run(submission.pk, actor=actor)
        except Unreadable as reason:
            raise Refused(reason.message) from reason
        submission.refresh_from_db()
        if submission.state == Submission.State.REFUSED:
            raise Refused(submission.refusal)
        if report is None:
            raise Refused("这一批次正由后台处理，请稍后在工作台查看。")
        released = self._release(submission, second, on) if second else 0
        return {
            "submission": str(submission.public_id),
            "counts": report.counts | {"released": released},
            "errors": [finding.as_json(row) for row, finding in sorted(report.findings, key=lambda said: said[0])],
        }

    def _release(self, submission, reviewer, on) -> int:
        try:
            actor = actor_of(reviewer, Act.Channel.COMMAND, os_user=os_user())
            return release_submission(submission, reviewer=reviewer, actor=actor, on=on)["released"]
        except ReleaseRefused as reason:
            raise Refused(str(reason)) from reason

    def text(self, said):
        counts = said["counts"]
        lines = [
            f"批次 {said['submission']}：" + "，".join(f"{TITLES[name]} {count}" for name, count in counts.items())
        ]
        lines += [f"第{error['row']}行 {error['column']}：{error['message']}" for error in said["errors"]]
        return "\n".join(lines)


TITLES = {"rows": "共", "new": "新增", "unchanged": "未变", "changed": "变更", "rejected": "退回", "released": "公示"}


def officer_of(username: str) -> Officer:
    officer = Officer.objects.select_related("department").filter(username=username, is_active=True).first()
    if officer is None:
        raise Refused(f"没有登录名为 {username} 的工作人员；请先用 add_officer 添加。")
    return officer
