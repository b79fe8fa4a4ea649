from credit_platform.commands import AnsweringCommand
from rules.jurisdiction_listing import listing


class Command(AnsweringCommand):
    help = "规则包: every pack on file with every value, its days, its status and the clause behind it."

    def answer(self, **options):
        return listing()

    def text(self, said):
        return "\n".join(
            f"{pack['name']}\n"
            + "\n".join(f"  {row['key']}: {row['value']}  [{row['status']}] {row['clause']}" for row in pack["values"])
            for pack in said
        )
