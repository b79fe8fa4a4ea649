"""公开的一条 in words: what everybody may read of one public record, the same on the subject page and in reports. Source: G3, H1."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .kinds import words
from .models import CorrectionGround, RecordKind, Seriousness

# Even the database is asked only for what may be shown or is needed to work it out.
COLUMNS = (
    "public_id", "kind", "document_number", "decided_on", "seriousness", "derived", "public_from", "public_until",
    "department__name", "version__content", "version__proposal__decided_on", "version__proposal__ground",
)  # fmt: skip


def facts(row: Mapping[str, Any], organisation: bool, marks: str = "") -> list[tuple[str, str]]:
    """(label, value) in the order of reading, of a row of COLUMNS; `marks`: those of the day, in words."""
    told = words.fields(row["kind"], row["version__content"], organisation)
    if row["department__name"] not in (value for _, value in told):
        told.append(("报送部门", row["department__name"]))
    if row["seriousness"]:
        told.append(("失信程度", _seriousness(row["seriousness"], row["derived"])))
    if marks:
        told.insert(0, ("标注", marks))
    if row["public_until"] or row["kind"] != RecordKind.COMMITMENT:  # what was promised is shown while it is to be kept
        told.append(("公示截止", row["public_until"].isoformat() if row["public_until"] else "长期"))
    if corrected_on := row["version__proposal__decided_on"]:
        told.append(("更正", _corrected(corrected_on, row["version__proposal__ground"])))
    return told


def _corrected(on: date, ground: str) -> str:
    """That it was corrected and the class of the reason; never what was wrong (B7)."""
    why = CorrectionGround(ground).label if ground else ""
    return f"本条信息已于 {on.isoformat()} 更正{f'（{why}）' if why else ''}"


def _seriousness(value: str, derived: str) -> str:
    """「一般（按规则推定）」; a class that the reviewer set otherwise says so."""
    return f"{Seriousness(value).label}（{'按规则推定' if value == derived else '审核认定'}）"
