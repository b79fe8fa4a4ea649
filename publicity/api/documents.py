"""移出公告、典型案例、信用服务机构、政策文件与通知公告 by API: a page of them, or one by its id. Source: I4, G4."""

import uuid
from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from articles.models import Article
from exchange.sight import ARTICLE, CASE, EXIT, INSTITUTION, SINCE

from ..opendata import items
from ..opendata.shapes import TITLES
from .base import PublicView
from .records import Paged, item_of
from .shapes import CURSOR, DEPARTMENT, ITEMS, example, one_of, page_of

TYPES = list(Article.Kind.values)


class Shown(Paged):
    """A page of one of these kinds."""

    parameters = ("cursor",)

    def get(self, request: Request) -> Response:
        """公开中的，最近公开的在前，每页100条。"""
        return self.page(items.rows(self.kind, timezone.localdate()), request.query_params.get("cursor"))


class One(PublicView):
    """One of them."""

    kind: ClassVar[str] = ""

    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        """公开中的；其他的返回404。"""
        return self.told({"item": item_of(public_id, self.kind, timezone.localdate())})


def _pages(kind: str, name: str, operation: str, tag: str) -> tuple[type[Shown], type[One]]:
    """Both views of the kind. `name`: of its serializers."""
    listing = type(f"{name}Pages", (Shown,), {"kind": kind, "day": SINCE[kind]})
    one = type(f"One{name}", (One,), {"kind": kind})
    common: dict[str, Any] = {"tags": [tag]}
    listed = extend_schema(
        operation_id=f"list_{operation}s", summary=TITLES[kind], parameters=[CURSOR], responses=page_of(f"{name}Page", ITEMS[kind](many=True)),
        examples=[example(kind, page=True)], **common,
    )  # fmt: skip
    told = extend_schema(
        operation_id=f"get_{operation}", summary=f"{TITLES[kind]}的一条", responses=one_of(f"{name}Answer", ITEMS[kind]()),
        examples=[example(kind, page=False)], **common,
    )  # fmt: skip
    setattr(listing, "get", listed(_shown(Shown.get)))  # noqa: B010 one of its own: what documents it is kept on the function
    setattr(one, "get", told(_told(One.get)))  # noqa: B010
    return listing, one


def _shown(method: Any) -> Any:
    def get(self, request):
        return method(self, request)

    get.__doc__ = method.__doc__
    return get


def _told(method: Any) -> Any:
    def get(self, request, public_id):
        return method(self, request, public_id)

    get.__doc__ = method.__doc__
    return get


Exits, OneExit = _pages(EXIT, "ExitAnnouncement", "exit_announcement", "名单")
Cases, OneCase = _pages(CASE, "TypicalCase", "typical_case", "文件与案例")
Institutions, OneInstitution = _pages(INSTITUTION, "Institution", "institution", "文件与案例")
_, OneArticle = _pages(ARTICLE, "Article", "article", "文件与案例")


class Articles(Paged):
    """Policy documents, notices, credit knowledge."""

    kind = ARTICLE
    parameters = ("type", "department", "cursor")

    @extend_schema(
        operation_id="list_articles",
        summary=TITLES[ARTICLE],
        tags=["文件与案例"],
        parameters=[
            OpenApiParameter("type", OpenApiTypes.STR, enum=TYPES, description="只要这个栏目；不给为全部"),
            DEPARTMENT,
            CURSOR,
        ],
        responses=page_of("ArticlePage", ITEMS[ARTICLE](many=True)),
        examples=[example(ARTICLE, page=True)],
    )
    def get(self, request: Request) -> Response:
        """发布中的，最近发布的在前，每页100条。"""
        rows = self.narrowed(items.rows(ARTICLE, timezone.localdate()), TYPES)
        return self.page(rows, request.query_params.get("cursor"))
