"""变更流与批量文件 by API. Source: I3, I4."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.sight import PUBLIC, RECORD, newest

from ..opendata import bulk, feed
from ..opendata.shapes import example_of
from .base import PublicView
from .shapes import ANY_ITEM, Fresh

MOST = 2_000
EXAMPLE = {
    "as_of": "2026-04-20", "position": 1024, "next": 512, "more": True,
    "results": [
        {"position": 498, "op": "put", "kind": RECORD, "id": example_of(RECORD)["id"], "item": example_of(RECORD)},
        {"position": 512, "op": "delete", "kind": RECORD, "id": "9d2b6f0a-4a52-4d0c-a0d1-2f4b8f1c7e33"},
    ],
}  # fmt: skip


class ChangeSerializer(serializers.Serializer):
    """一行变更."""

    position = serializers.IntegerField(help_text="台账序号")
    op = serializers.ChoiceField(
        choices=["put", "delete"], help_text="put：现在是 item 的样子；delete：不再公开，请删除"
    )
    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in PUBLIC], help_text="条目种类")
    id = serializers.UUIDField(help_text="公开标识")
    item = ANY_ITEM


class ChangesSerializer(Fresh):
    """一段变更."""

    next = serializers.IntegerField(help_text="下一次的 after")
    more = serializers.BooleanField(help_text="后面是否还有；没有的，过一会儿再从 next 接着读")
    results = ChangeSerializer(many=True, help_text="按台账顺序")


class FileSerializer(serializers.Serializer):
    """一个文件."""

    name = serializers.CharField(help_text="文件名")
    url = serializers.CharField(help_text="下载地址")
    bytes = serializers.IntegerField(help_text="字节数")
    sha256 = serializers.CharField(help_text="SHA-256 校验值")
    title = serializers.CharField(required=False, help_text="内容")
    kind = serializers.CharField(required=False, help_text="条目种类")
    type = serializers.CharField(required=False, help_text="信息类别")
    rows = serializers.IntegerField(required=False, help_text="条数")


class BulkSerializer(Fresh):
    """最近一次批量文件."""

    made_at = serializers.DateTimeField(allow_null=True, help_text="还没有批量文件的为空，从头读变更流即可")
    made_for = serializers.DateField(allow_null=True, help_text="内容截至哪一天")
    next = serializers.IntegerField(help_text="载入后从这里接着读变更流（after）")
    files = FileSerializer(many=True, help_text="全部文件")


class Changes(PublicView):
    """The feed."""

    parameters = ("after", "limit")

    @extend_schema(
        operation_id="list_changes",
        summary="变更流",
        tags=["变更流与批量文件"],
        parameters=[
            OpenApiParameter("after", {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}, description="读到的最后一个序号，即上次应答的 next；不给为0，从头读起"),
            OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST}, description=f"一次最多看多少个台账事件，默认{feed.EVENTS}"),
        ],
        responses=ChangesSerializer,
        examples=[OpenApiExample("变更流", EXAMPLE, response_only=True)],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """按台账顺序列出变化过的条目现在的样子（put），或者它已不再公开（delete，只有标识）。位置是台账的序号，不公开的事项也占号，所以相邻两行的位置可以不相连；没有漏掉的，随时可以从任何位置重读；同一条可能
        多次出现，照办即可。after 超过台账末尾的返回 400。条目带 public_until 的，过了这一天须自行停止展示，不必等 delete。
        """
        after = self.number_of("after", 0, 2**63 - 1, 0)
        if after > newest():
            raise ValidationError(
                {
                    "after": [
                        f"超过了台账末尾（{newest()}）：请核对保存的位置；不能确定的，请重新载入批量文件或者从0读起。"
                    ]
                }
            )
        page = feed.after(after, timezone.localdate(), self.number_of("limit", 1, MOST, feed.EVENTS))
        return self.told({"next": page.position, "more": page.more, "results": page.lines})


class Bulk(PublicView):
    """The newest run."""

    @extend_schema(
        operation_id="get_bulk", summary="最近一次批量文件", tags=["变更流与批量文件"], responses=BulkSerializer
    )
    def get(self, request: Request) -> Response:
        """每天一次。载入后从 next 接着读变更流，就是现在的全部公开信息。"""
        found = bulk.served(settings.OPEN_DATA_ROOT, timezone.localdate())
        if found is None:
            return self.told({"made_at": None, "made_for": None, "next": 0, "files": []})
        run, said = found
        files: list[dict[str, Any]] = [
            one | {"url": f"/open-data/files/{run.name}/{one['name']}"} for one in said["files"]
        ]
        return self.told(
            {"made_at": said["made_at"], "made_for": said["as_of"], "next": said["position"], "files": files}
        )
