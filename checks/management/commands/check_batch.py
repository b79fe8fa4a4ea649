from pathlib import Path
from typing import Any

from django.utils import timezone

from blacklists.refusals import ListRefused
from credit_platform.commands import AnsweringCommand, Refused

from ...batch_sheets import read
from ...looking_up import look_up


class Command(AnsweringCommand):
    help = "Check every name or code of a workbook, as the page of batches does; leaves an act, but no receipts."
    dated = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE", help=".xlsx, .xls or .csv with names or codes, up to 10,000 rows")

    def answer(self, *, file: str, on=None, **options: Any) -> Any:
        path = Path(file)
        try:
            sheet = read(path.read_bytes(), path.name)
        except OSError as reason:
            raise Refused(f"文件打不开：{file}，请核对路径和权限。") from reason
        except ListRefused as refused:
            raise Refused(str(refused)) from refused
        if not sheet.rows:
            raise Refused("表中没有要核查的主体，请在“名称”或“统一社会信用代码”列填写。")
        said = look_up([asked for _, asked in sheet.rows], on or timezone.localdate())
        rows = [{"row": row} | one for (row, _), one in zip(sheet.rows, said, strict=True)]
        hits = sum(one["red"] or one["black"] for one in rows)
        return {"rows": rows, "found": sum(one["outcome"] == "found" for one in rows), "hits": hits}

    def text(self, said: Any) -> str:
        lines = [f"{len(said['rows'])}行，查到{said['found']}个，命中{said['hits']}个。"]
        for one in said["rows"]:
            marks = "、".join(word for word, there in (("惩戒", one["black"]), ("激励", one["red"])) if there) or "无"
            lines.append(f"{one['row']:>6}  {one['asked']}  {marks}  {one['note']}".rstrip())
        return "\n".join(lines)
