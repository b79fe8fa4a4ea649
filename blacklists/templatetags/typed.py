"""Forms that come back (退回的表单): what was typed, what was chosen, the fault beside the field. `back`: views/sent.Back or None."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from credit_platform.personal import without_numbers

register = template.Library()
NOTHING = mark_safe("")


def _of(back, action: str, item: object) -> bool:
    return bool(back) and back.of(action, item)


@register.simple_tag
def typed(back, action: str, name: str, default: object = "", item: object = "") -> object:
    """The text of a field: as typed, but for somebody's numbers, which no page shows again; else the default."""
    if not _of(back, action, item):
        return "" if default is None else default
    return without_numbers(back.typed.get(name, ""))


@register.simple_tag
def picked(back, action: str, name: str, value: object, default: object = "", item: object = "") -> SafeString:
    """` selected` for the option that was chosen."""
    said = back.typed.get(name, "") if _of(back, action, item) else default
    return mark_safe(" selected") if str(said) == str(value) else NOTHING  # words of ours


@register.simple_tag
def ticked(back, action: str, name: str, value: object = "1", default: bool = False, item: object = "") -> SafeString:
    """` checked` for the box that was ticked."""
    said = str(value) in back.typed.getlist(name) if _of(back, action, item) else default
    return mark_safe(" checked") if said else NOTHING  # words of ours


@register.simple_tag
def fault(back, action: str, name: str, item: object = "") -> SafeString:
    """What is wrong with the field, above it."""
    said = back.faults.get(name, "") if _of(back, action, item) else ""
    return format_html('<p class="field-error">{}</p>', said) if said else NOTHING


@register.simple_tag
def faults(back, action: str, item: object = "", files: bool = False) -> SafeString:
    """At the head of the form: that it was not taken, and what no field is to blame for. `files`: it has some."""
    if not _of(back, action, item):
        return NOTHING
    said = back.said or "没有办成，请看下面标出的地方；填写的内容还在。"
    return format_html('<p class="notice notice-error">{}{}</p>', said, "附件须重新选择。" if files else "")


@register.simple_tag
def opened(back, action: str, item: object = "", default: bool = False) -> SafeString:
    """` open` for the fold whose form came back."""
    return mark_safe(" open") if default or _of(back, action, item) else NOTHING  # words of ours
