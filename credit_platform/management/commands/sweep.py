from credit_platform.commands import AnsweringCommand, Refused
from credit_platform.sweeps import SWEEPS, run
from credit_platform.telling import tell


class Command(AnsweringCommand):
    help = "Run the sweeps that Celery beat runs, once; safe at any time, twice, late."
    dated = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--only", metavar="NAME", help=", ".join(SWEEPS))

    def answer(self, *, on, only, **options):
        if only and only not in SWEEPS:
            raise Refused(f"没有名为 {only} 的任务；有：{'、'.join(SWEEPS)}。")
        moved, failed = {}, []
        for name in [only] if only else SWEEPS:
            try:
                moved[name] = run(name, on)
            except Exception as reason:  # one that fails must not keep the others from their day's work
                failed.append(f"{name}（{tell(reason)}）")
        if failed:
            raise Refused(f"以下任务没有完成：{'；'.join(failed)}。其余的已执行；详情见运行状况页。")
        return moved
