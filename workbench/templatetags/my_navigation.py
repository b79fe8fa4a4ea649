"""The menu of the pages under /my/ for templates: `{% my_menu as menu %}`."""

from django import template

from ..my.sections import menu

register = template.Library()


@register.simple_tag(takes_context=True)
def my_menu(context) -> list:
    """[(section, aria-current)] for whom the representative of the request acts."""
    request = context["request"]
    subject = getattr(request, "subject", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [(one, one.leads_to(here)) for one in menu(subject.kind if subject else None)]
