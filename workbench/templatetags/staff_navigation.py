"""The staff's menu for templates: `{% staff_menu as menu %}`."""

from django import template

from ..navigation import menu_of

register = template.Library()


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
