from credit_platform.commands import AnsweringCommand, Refused
from subjects import search
from subjects.search import COUNTED, QueryRefused, find

WORDS = {"name": "名称", "former": "曾用名", "initials": "拼音首字母", "code": "代码"}


class Command(AnsweringCommand):
    help = "Find public subjects by name, former name or code, as the page does."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "text", metavar="TEXT", help="two characters of a name, or the beginning of a code, or more"
        )
        parser.add_argument("--limit", type=int, default=20, help=f"hits to show, 1 to {COUNTED}")
        parser.add_argument(
            "--explain", action="store_true", help="say also how the text is read and why each was found"
        )

    def answer(self, *, text: str, limit: int, explain: bool, **options):
        if not 1 <= limit <= COUNTED:
            raise Refused(f"--limit 须在 1 到 {COUNTED} 之间。")
        try:
            found = find(text, limit=limit)
        except QueryRefused as refused:
            raise Refused(str(refused)) from refused
        results = [{"name": hit.name, "code": hit.code, "matched": hit.matched} for hit in found.hits]
        if not explain:
            return {"total": found.total, "results": results}
        why = [{**said, "why": hit.why.value} for said, hit in zip(results, found.hits, strict=True)]
        return {"total": found.total, "results": why, "explain": search.explain(text)}

    def text(self, said):
        lines = [f"找到 {said['total']} 个主体" + ("（或更多）" if said["total"] >= COUNTED else "")]
        for hit in said["results"]:
            past = f"（曾用名：{hit['matched']}）" if hit["matched"] not in (hit["name"], hit["code"]) else ""
            why = f"  [{WORDS[hit['why']]}]" if "why" in hit else ""
            lines.append(f"{hit['code'] or '（无代码）':18}  {hit['name']}{past}{why}")
        if "explain" in said:
            lines += ["", *(f"{name}: {value}" for name, value in said["explain"].items())]
        return "\n".join(lines)
