from credit_platform.commands import AnsweringCommand, Refused
from ledger.acts import command_line
from rules.jurisdiction_loading import load
from rules.jurisdiction_packs import BadPack


class Command(AnsweringCommand):
    help = "规则包: load one from its file (again, where it changed) and list where it contradicts the law in force."
    dated = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("name", help="national, or the name of a local pack")

    def answer(self, *, name, on, **options):
        try:
            return load(name, actor=command_line(), on=on).conflicts
        except BadPack as reason:
            raise Refused(str(reason)) from reason

    def text(self, said):
        if not said:
            return "已载入，与国家规定没有冲突。"
        return "已载入，与国家规定有以下冲突：\n" + "\n".join(
            f"{row['key']}: 采用{'国家规定' if row['winner'] == 'national' else '地方规定'}（{row['why']}）"
            for row in said
        )
