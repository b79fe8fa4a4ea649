from credit_platform.commands import AnsweringCommand
from credit_platform.lifecycle_tables import document


class Command(AnsweringCommand):
    help = "Every move table: which state may follow which. docs/lifecycles.md is what this prints."

    def answer(self, **options):
        return document()

    def text(self, said):
        return said.rstrip("\n")
