from credit_platform.commands import AnsweringCommand
from credit_platform.routes import table


class Command(AnsweringCommand):
    help = "Every URL and operation, and what each role is answered there."

    def answer(self, **options):
        return table()

    def text(self, said):
        return "\n".join(
            f"{line['method']:5} {line['path']}  {'、'.join(role for role, answer in line['roles'].items() if answer == 'allowed')}"
            for line in said
        )
