"""我的信用: every section of the pages under /my/, declared here and nowhere else: the menu and the cards of the home.

Whoever brings cases of those on record (objections, repairs …) adds their list page here; all further pages of theirs are
found by the beginnings of their names.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Section:
    """One line of the menu. `words`: what one finds there, on the home page; `inside`: names of the pages behind it, by
    their beginnings; `whose`: kinds of subjects it is for, empty: all.
    """

    view: str
    title: str
    words: str
    inside: tuple[str, ...] = ()
    whose: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return reverse(self.view)

    def leads_to(self, here: str) -> str:
        """aria-current of the line for whoever is at `here`; empty: elsewhere."""
        if here == self.view:
            return "page"
        return "true" if any(here.startswith(name) for name in self.inside) else ""


HOME = Section("my:home", "首页", "")
# What is on record, then what one can do about it.
SECTIONS: tuple[Section, ...] = (
    Section("my:file", "信用档案", "登记在案的全部信息，公开的和不公开的。", ("my:authorisation",)),
    Section("my:deadlines", "期限", "公示到哪天，哪件事最迟哪天办。"),
    Section("my:letters", "收到的文书", "告知书、决定书等，可以下载。"),
    Section("my:reports", "信用报告", "免费出具，可核验真伪；专项报告代替无违法违规证明。", ("my_credit_reports:",)),
    Section("my:looks", "谁查过", "哪个单位、哪天、为什么查。"),
    Section("my_repairs:cases", "信用修复", "哪一天起可以申请、还差什么，申请和查进度。", ("my_repairs:",)),
    Section(
        "my_disputes:cases",
        "异议和投诉",
        "信息有误的提出异议，办理不满意的投诉；办到哪一步都看得到。",
        ("my_disputes:",),
    ),
)
ACCOUNT = (
    Section("representation:claims", "认领与经办人", "代表谁、还有谁能代表，增加和退出。", ("representation:claim",)),
    Section(
        "representation:account",
        "账号与安全",
        "口令、邮箱和邮件提醒、验证器、注销。",
        ("representation:password", "representation:factor", "representation:mail"),
    ),
)


def menu(kind: str | None) -> Collection[Section]:
    """The lines for whoever acts for a subject of this kind; `None`: for nobody yet."""
    if kind is None:
        return ACCOUNT
    return [HOME, *(one for one in SECTIONS if not one.whose or kind in one.whose), *ACCOUNT]
