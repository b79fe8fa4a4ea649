from credit_platform.commands import AnsweringCommand, Refused
from subjects.search import COUNTED, QueryRefused, find


class Command(AnsweringCommand):
    help = "Find public subjects by name, former name or code, as the page does."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "text", metavar="TEXT", help="two characters of a name, or the beginning of a code, or more"
        )
        parser.add_argument("--limit", type=int, default=20, help=f"hits to show, 1 to {COUNTED}")

    def answer(self, *, text: str, limit: int, **options):
        if not 1 <= limit <= COUNTED:
            raise Refused(f"--limit 须在 1 到 {COUNTED} 之间。")
        try:
            found = find(text, limit=limit)
        except QueryRefused as refused:
            raise Refused(str(refused)) from refused
        results = [{"name": hit.name, "code": hit.code, "matched": hit.matched} for hit in found.hits]
        return {"total": found.total, "results": results}

    def text(self, said):
        lines = [f"找到 {said['total']} 个主体" + ("（或更多）" if said["total"] >= COUNTED else "")]
        for hit in said["results"]:
            past = f"（曾用名：{hit['matched']}）" if hit["matched"] not in (hit["name"], hit["code"]) else ""
            lines.append(f"{hit['code'] or '（无代码）':18}  {hit['name']}{past}")
        return "\n".join(lines)
