"""Writing (起草文稿): a draft, its versions and papers, until it is handed over for review. Source: G4 (editor with review).

Each save is one more version; none is ever changed. Nobody's number comes into any: what is typed is scanned like all free text.
"""

import hashlib
from datetime import date
from typing import TypedDict

from django.db import transaction
from django.db.models import Q

from accounts.models import Department, Officer
from blacklists.notifying import Paper as Sent
from blacklists.refusals import ListRefused, locked, move, must_hold, reason_given, words
from credit_platform import keeping
from credit_platform.locks import Lock, hold
from ledger.acts import Actor, record_act
from ledger.moves import note

from .models import Article, Paper, Version
from .querysets import WRITERS

FOLDER = "articles"
MOST_PAPERS = 10
TEXTS = ("title", "body", "index_number", "issuer", "document_number")
WRITE = "由部门填报员或信用办经办起草。"
OPEN = (Article.State.DRAFT, Article.State.RETURNED)
SHUT = "这份文稿已经提交或者发布，现在不能修改；待审核的可以先收回。"


class Said(TypedDict):
    """What the form of an article says. `replaces`: the public document in whose place it stands."""

    title: str
    body: str
    index_number: str
    document_type: str
    issuer: str
    document_number: str
    made_on: date | None
    valid_until: date | None
    replaces: Article | None


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


def complete(article: Article, on: date) -> None:
    """齐全: what was right when it was saved is right today, and stays so until the transaction ends. Raises ListRefused."""
    said = article.version
    if said is None:
        raise ListRefused("还没有内容，请先保存。")
    hold(Lock.ARTICLES)  # two at once would neither see the other's index number nor what it replaces
    faults = _facts_faults(
        article.kind, said.index_number, said.document_type, said.made_on, article, article.department
    )
    faults |= _replaces_fault(said.replaces, article, on)
    if faults:
        raise ListRefused(faults=faults)


def _version(article: Article, number: int, tidy: dict, officer: Officer, on: date) -> Version:
    return Version.objects.create(article=article, number=number, writer=officer, saved_on=on, **tidy)


def tidied(kind: str, said: Said, article: Article | None, department: Department, on: date) -> dict:
    """整理后的内容, held to columns and to each other. `article`: that it is a version of; `department`: whose it is.
    Raises ListRefused, with all that is wrong.
    """
    faults = {} if kind in Article.Kind.values else {"kind": "请选择栏目。"}
    texts = {name: said[name].replace("\r\n", "\n") for name in TEXTS}  # type: ignore[literal-required]
    try:
        texts = words(Version, texts, "title", "body", "issuer")
    except ListRefused as refused:
        faults |= refused.faults
    if kind != Article.Kind.POLICY:  # what only documents have
        said = said | {"document_type": "", "made_on": None, "valid_until": None, "replaces": None}  # type: ignore[assignment]
        texts |= {"index_number": "", "document_number": ""}
    for name, fault in _facts_faults(
        kind, texts["index_number"], said["document_type"], said["made_on"], article, department
    ).items():
        faults.setdefault(name, fault)
    if said["made_on"] and said["made_on"] > on:
        faults["made_on"] = "成文日期不能晚于今天。"
    if said["made_on"] and said["valid_until"] and said["valid_until"] < said["made_on"]:
        faults["valid_until"] = "有效期至不能早于成文日期。"
    faults |= _replaces_fault(said["replaces"], article, on)
    if faults:
        raise ListRefused(faults=faults)
    days = {name: said[name] for name in ("made_on", "valid_until")}  # type: ignore[literal-required]
    return texts | days | {"document_type": said["document_type"], "replaces": said["replaces"]}


def _facts_faults(
    kind: str,
    index_number: str,
    document_type: str,
    made_on: date | None,
    article: Article | None,
    department: Department,
) -> dict[str, str]:
    """What a policy document must say of itself: nobody finds it again without."""
    if kind != Article.Kind.POLICY:
        return {}
    faults = {}
    if not index_number:
        faults["index_number"] = "政策文件请填写索引号。"
    elif _taken(index_number, article, department):
        faults["index_number"] = "已有别的文件用了这个索引号，请核对。"
    if document_type not in Version.DocumentType.values:
        faults["document_type"] = "请选择文件种类。"
    if made_on is None:
        faults["made_on"] = "政策文件请填写成文日期。"
    return faults


def _taken(index_number: str, article: Article | None, department: Department) -> bool:
    """By what everybody can read or the department itself has: nobody is held up by a draft that they may not see."""
    others = Article.objects.exclude(state=Article.State.DROPPED).filter(
        Q(state="published") | Q(department=department)
    )
    if article is not None:
        others = others.exclude(pk=article.pk)
    return others.filter(version__index_number=index_number).exists()


def _replaces_fault(replaces: Article | None, article: Article | None, on: date) -> dict[str, str]:
    if replaces is None:
        return {}
    if article is not None and replaces.pk == article.pk:
        return {"replaces": "文件不能代替自己。"}
    rows = Article.objects.public(on).filter(pk=replaces.pk, kind=Article.Kind.POLICY)
    if not rows.exists():
        return {"replaces": "只能代替今天公开的政策文件，请重新选择。"}
    if article is not None and _stands_for(replaces, article, on):
        return {"replaces": "所选的文件已经直接或者间接代替了这份文件，互相代替会使两份都失效，请重新选择。"}
    return {}


def _stands_for(later: Article, earlier: Article, on: date) -> bool:
    """Whether `later` replaces `earlier`, itself or by public documents between them."""
    replaced = dict(
        Article.objects.public(on).filter(version__replaces__isnull=False).values_list("pk", "version__replaces")
    )
    at, seen = later.pk, set[int]()
    while at in replaced and at not in seen:
        seen.add(at)
        at = replaced[at]
        if at == earlier.pk:
            return True
    return False
