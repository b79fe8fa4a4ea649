"""The staff's menu for templates: `{% staff_menu as menu %}`."""

from django import template

from ..navigation import menu_of

register = template.Library()
FEW = 15  # doors that need no folding


@register.simple_tag(takes_context=True)
def staff_menu(context) -> list:
    """What navigation.menu_of says for the officer of the request and the page they are on."""
    request = context["request"]
    match = request.resolver_match
    return menu_of(getattr(request.user, "roles", ()), match.view_name if match else "")


@register.filter
def place(menu: list) -> str:
    """Title of the door that the officer stands behind, for the button of a phone; empty where it is none."""
    return next((door.title for _, doors in menu for door, _, current in doors if current), "")


@register.filter
def unfolded(menu: list, doors: list) -> bool:
    """Whether the group is shown open: where the officer stands, or every group where there are few doors."""
    return any(current for _, _, current in doors) or sum(len(group) for _, group in menu) <= FEW
