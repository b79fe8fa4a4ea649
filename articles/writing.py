"""Writing (起草文稿): a draft, its versions and papers, until it is handed over for review. Source: G4 (editor with review).

Each save is one more version; none is ever changed. Nobody's number comes into any: what is typed is scanned like all free text.
"""

import hashlib
from datetime import date

from django.db import transaction

from accounts.models import Officer
from blacklists.notifying import Paper as Sent
from blacklists.refusals import ListRefused, locked, move, must_hold, reason_given
from credit_platform import keeping
from ledger.acts import Actor, record_act
from ledger.moves import note

from .contents import Said, complete, tidied
from .models import Article, Paper, Version
from .querysets import WRITERS

FOLDER = "articles"
MOST_PAPERS = 10
WRITE = "由部门填报员或信用办经办起草。"
OPEN = (Article.State.DRAFT, Article.State.RETURNED)
SHUT = "这份文稿已经提交或者发布，现在不能修改；待审核的可以先收回。"


@transaction.atomic
def draft(*, kind: str, said: Said, officer: Officer, actor: Actor, on: date) -> Article:
    """起草. Raises ListRefused, with all that is wrong at once."""
    must_hold(officer, *WRITERS, said=WRITE)
    tidy = tidied(kind, said, None, officer.department, on)
    made = Article.objects.create(department=officer.department, kind=kind, author=officer, started_on=on)
    made.version = _version(made, 1, tidy, officer, on)
    made.save(update_fields=["version"])
    note(record_act("draft_article", actor, on), made.object_kind, made.public_id, "draft_article", made.state)
    return made


@transaction.atomic
def save(article: Article, *, said: Said, officer: Officer, actor: Actor, on: date) -> bool:
    """保存 one more version; False where nothing changed. Raises ListRefused."""
    article = _own(article, officer)
    if article.state not in OPEN:
        raise ListRefused(SHUT)
    tidy = tidied(article.kind, said, article, article.department, on)
    last = article.versions.order_by("-number").first()
    if last is not None and all(getattr(last, name) == value for name, value in tidy.items()):
        return False
    version = _version(article, (last.number if last else 0) + 1, tidy, officer, on)
    move(article, "save", record_act("save_article", actor, on), version=version, author=officer)
    return True


@transaction.atomic
def attach(article: Article, paper: Sent, *, officer: Officer, actor: Actor, on: date) -> Paper:
    """添加附件. Raises ListRefused."""
    article = _own(article, officer)
    if article.state not in OPEN:
        raise ListRefused(SHUT)
    if article.papers.standing().count() >= MOST_PAPERS:
        raise ListRefused(faults={"paper": f"一份文稿最多{MOST_PAPERS}个附件。"})
    try:
        ending = keeping.check_paper(paper.name, paper.data).removeprefix("附件")
    except keeping.PaperRefused as refused:
        raise ListRefused(faults={"paper": str(refused)}) from refused
    title = keeping.title_of(paper.name) or "附件"
    made = Paper.objects.create(
        article=article, title=f"{title}{ending}", path=keeping.keep(paper.data, FOLDER), size=len(paper.data),
        sha256=hashlib.sha256(paper.data).hexdigest(), added_by=officer, added_on=on,
    )  # fmt: skip
    note(record_act("attach_to_article", actor, on), article.object_kind, article.public_id, "attach", article.state)
    return made


@transaction.atomic
def take_out(paper: Paper, *, officer: Officer, actor: Actor, on: date) -> None:
    """移除附件 before it is public; kept for the file. Raises ListRefused."""
    article = _own(paper.article, officer)
    if article.state not in OPEN:
        raise ListRefused(SHUT)
    if not Paper.objects.standing().filter(pk=paper.pk).update(removed_on=on, removed_by=officer):
        raise ListRefused("这个附件已经移除。")
    note(record_act("take_out_paper", actor, on), article.object_kind, article.public_id, "take_out", article.state)


@transaction.atomic
def submit(article: Article, *, officer: Officer, actor: Actor, on: date) -> None:
    """提交审核. Raises ListRefused."""
    article = _own(article, officer)
    complete(article, on)
    move(article, "submit", record_act("submit_article", actor, on), submitter=officer)


@transaction.atomic
def take_back(article: Article, *, officer: Officer, actor: Actor, on: date) -> None:
    """收回修改 before it was reviewed. Raises ListRefused."""
    move(_own(article, officer), "take_back", record_act("take_back_article", actor, on), submitter=None)


@transaction.atomic
def drop(article: Article, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不再使用: off the worklist, kept on file. Raises ListRefused."""
    act = record_act("drop_article", actor, on, reason=reason_given(reason, "不再使用的"))
    move(_own(article, officer), "drop", act)


@transaction.atomic
def reopen(article: Article, *, officer: Officer, actor: Actor, on: date) -> None:
    """重新起草 what was withdrawn; it is reviewed like the first time. Raises ListRefused."""
    move(_own(article, officer), "reopen", record_act("reopen_article", actor, on), submitter=None, reviewer=None)


def _own(article: Article, officer: Officer) -> Article:
    must_hold(officer, *WRITERS, said=WRITE)
    if officer.department_id != article.department_id:
        raise ListRefused("由起草的部门办理。")
    return locked(article, officer)


def _version(article: Article, number: int, tidy: dict, officer: Officer, on: date) -> Version:
    return Version.objects.create(article=article, number=number, writer=officer, saved_on=on, **tidy)
