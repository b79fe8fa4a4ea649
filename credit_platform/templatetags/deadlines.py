"""期限 as one picture, wherever a page says until when something is to be done: the same line as the clock of a public record."""

from datetime import date

from django import template

register = template.Library()
FIRST, MARK, LAST = 8, 76, 94  # per cent of the line: its beginning, the last day, the end of what can be drawn
SHOWN_DAYS = 14  # before the last day; whoever has more time begins at the left


@register.inclusion_tag("components/deadline.html")
def deadline(due: date | None, today: date) -> dict:
    """期限: the day, how far it is, and both drawn. `due`: None where no clock runs."""
    if due is None:
        return {"due": None}
    left = (due - today).days
    late = left < 0
    step = (MARK - FIRST) / SHOWN_DAYS
    at = min(LAST, MARK + step - left * 2) if late else max(FIRST, MARK - left * step)
    words = f"已逾期{-left}天" if late else f"还有{left}天" if left else "今天到期"
    tone = "late" if late else "soon" if left <= 3 else "fine"
    return {"due": due, "words": words, "tone": tone, "at": f"{at:.0f}%", "mark": f"{MARK}%", "first": f"{FIRST}%"}
