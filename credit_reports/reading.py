"""What the command line says of a special report, read. Pure."""

from collections.abc import Sequence
from datetime import date

from .domains import Domain
from .refusals import Refused
from .special import Question

ALL = "全部"


def question(said: Sequence[str], every: Sequence[Domain]) -> Question:
    """FROM TO DOMAIN…: of public data. Raises Refused."""
    if len(said) < 3:
        raise Refused("--special 后面要写起始日期、截止日期和至少一个领域（或“全部”）。")
    try:
        since, until = (date.fromisoformat(one) for one in said[:2])
    except ValueError:
        raise Refused(f"日期请按 2026-04-01 的样式填写（{said[0]} {said[1]}）。") from None
    titles = {one.title: one for one in every}
    unknown = [one for one in said[2:] if one not in titles and one != ALL]
    if unknown:
        raise Refused(f"没有这个领域：{'、'.join(unknown)}。可选：{'、'.join(titles) or '无'}。")
    chosen = every if ALL in said[2:] else [one for one in every if one.title in said[2:]]
    return Question(since, until, tuple(chosen), public_only=True)
