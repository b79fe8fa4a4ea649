import json

from django.core.management import CommandError
from django.utils import timezone

from credit_platform.canaries.running import ALL, run
from credit_platform.commands import AnsweringCommand


class Command(AnsweringCommand):
    help = (
        "Seed invented canaries, look for them everywhere, say where they leak; nothing stays. Only in demo and test."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--canaries", type=int, default=ALL, help=f"how many ({ALL})")

    def answer(self, *, canaries, **options):
        return run(timezone.localdate(), canaries)

    def text(self, said):
        lines = [f"放出{said['canaries']}只，查了{said['places']}处。"]
        lines += [f"  允许  {rule['why']}（{rule['article']}）：{rule['times']}次" for rule in said["found"]]
        lines += [f"  泄漏  {leak['kind']}：{leak['where']} {leak['role']}" for leak in said["leaks"]]
        return "\n".join([*lines, f"泄漏{len(said['leaks'])}处。"])

    def handle(self, *args, **options):
        said = self.answer(**options)
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else self.text(said))
        if said["leaks"] or said["failures"]:
            raise CommandError(f"发现{len(said['leaks'])}处泄漏，{len(said['failures'])}个页面出错。")
