"""文稿内容: what the form says, held to its columns and to the other articles when it is saved and again before it is published. Source: G4."""

from datetime import date
from typing import TypedDict

from django.db.models import Q

from accounts.models import Department
from blacklists.refusals import ListRefused, words
from credit_platform.locks import Lock, hold

from .models import Article, Version

TEXTS = ("title", "body", "index_number", "issuer", "document_number")
# What must be there before others see it, and the words where it is not. Nobody finds a document again without the second.
NEEDED = {"title": "请填写标题。", "body": "请填写正文。", "issuer": "请填写发文机构。"}
OF_DOCUMENTS = {
    "index_number": "政策文件请填写索引号。",
    "document_type": "政策文件请选择文件种类。",
    "made_on": "政策文件请填写成文日期。",
}


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


def complete(article: Article, on: date) -> None:
    """齐全: nothing is missing, and what was right when it was saved is right today, and stays so until the transaction ends.
    Raises ListRefused, with all that is missing or wrong.
    """
    said = article.version
    if said is None:
        raise ListRefused("还没有内容，请先保存。")
    hold(Lock.ARTICLES)  # two at once would neither see the other's index number nor what it replaces
    faults = lacking(article) | _replaces_fault(said.replaces, article, on)
    if article.kind == Article.Kind.POLICY:
        faults = _wrong(said.index_number, said.document_type, article, article.department, on) | faults
    if faults:
        raise ListRefused(faults=faults)


def tidied(kind: str, said: Said, article: Article | None, department: Department, on: date) -> dict:
    """整理后的内容, held to columns and to each other; what is missing beside the title may come later. `article`: that it is
    a version of; `department`: whose it is. Raises ListRefused, with all that is wrong.
    """
    faults = {} if kind in Article.Kind.values else {"kind": "请选择栏目。"}
    texts = {name: said[name].replace("\r\n", "\n") for name in TEXTS}  # type: ignore[literal-required]
    try:
        texts = words(Version, texts, "title")
    except ListRefused as refused:
        faults |= refused.faults
    if kind != Article.Kind.POLICY:  # what only documents have
        said = said | {"document_type": "", "made_on": None, "valid_until": None, "replaces": None}  # type: ignore[assignment]
        texts |= {"index_number": "", "document_number": ""}
    else:
        faults = _wrong(texts["index_number"], said["document_type"], article, department, on) | faults
    if said["made_on"] and said["made_on"] > on:
        faults["made_on"] = "成文日期不能晚于今天。"
    if said["made_on"] and said["valid_until"] and said["valid_until"] < said["made_on"]:
        faults["valid_until"] = "有效期至不能早于成文日期。"
    faults |= _replaces_fault(said["replaces"], article, on)
    if faults:
        raise ListRefused(faults=faults)
    days = {name: said[name] for name in ("made_on", "valid_until")}  # type: ignore[literal-required]
    return texts | days | {"document_type": said["document_type"], "replaces": said["replaces"]}


def lacking(article: Article) -> dict[str, str]:
    """还缺什么 before it can be handed over: field → words."""
    needed = NEEDED | (OF_DOCUMENTS if article.kind == Article.Kind.POLICY else {})
    return {name: said for name, said in needed.items() if not getattr(article.version, name, None)}


def _wrong(
    index_number: str, document_type: str, article: Article | None, department: Department, on: date
) -> dict[str, str]:
    faults = {}
    if index_number and _taken(index_number, article, department, on):
        faults["index_number"] = "已有别的文件用了这个索引号，请核对。"
    if document_type and document_type not in Version.DocumentType.values:
        faults["document_type"] = "请选择文件种类。"
    return faults


def _taken(index_number: str, article: Article | None, department: Department, on: date) -> bool:
    """By what everybody can read or the department itself has: nobody is held up by a draft that they may not see."""
    others = Article.objects.exclude(state=Article.State.DROPPED).filter(
        Q(pk__in=Article.objects.public(on)) | Q(department=department)
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
