"""`manage.py report CODE --out FILE.pdf [--special FROM TO DOMAIN…]`: of what is public about one organisation."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from credit_platform.codes import normalise_code
from credit_platform.commands import AnsweringCommand
from credit_platform.commands import Refused as Said
from credit_platform.typesetting import NotTypeset
from ledger.acts import command_line
from subjects.models import Subject

from ... import issuing
from ...domains import domains
from ...reading import question
from ...refusals import Refused


class Command(AnsweringCommand):
    help = (
        "Write the credit report of an organisation as PDF: of what is public, in the national order. With --special the one that "
        "stands in place of certificates, for a period and for domains (titles as the page shows them; 全部 for all)."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("code", help="统一社会信用代码")
        parser.add_argument("--out", required=True, metavar="FILE.pdf")
        parser.add_argument("--special", nargs="+", metavar="FROM TO DOMAIN", help="YYYY-MM-DD YYYY-MM-DD 领域 …")

    def answer(self, code: str, out: str, special: list[str] | None, **options: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = Subject.objects.alive().exclude(kind="person")
        subject = rows.filter(code=normalise_code(code)).exclude(code="").first()
        if subject is None:
            raise Said(f"没有统一社会信用代码是 {code} 的单位。")
        try:
            asked = question(special, domains(today)) if special else None
            made, printed = issuing.by_command(subject, asked, actor=command_line(), on=today)
            Path(out).write_bytes(printed)
        except (Refused, NotTypeset) as reason:
            raise Said(str(reason)) from reason
        except OSError as reason:
            raise Said(f"不能写入 {out}：{reason.strerror}。") from reason
        return {"number": made.number, "code": made.code, "sha256": made.pdf_sha256, "out": out, "rare": made.rare}

    def text(self, said: dict[str, Any]) -> str:
        rare = f"\n字库没有、以编码印出的字：{said['rare']}" if said["rare"] else ""
        return f"{said['number']}（验证码 {said['code']}）已写入 {said['out']}。{rare}"
