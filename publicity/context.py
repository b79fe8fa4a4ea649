"""What every page says about the site itself."""

from django.conf import settings
from django.http import HttpRequest

NAMES = ("NAME", "ORGANISER", "OPERATOR", "PHONE", "EMAIL", "ADDRESS", "ICP", "POLICE", "CODE")


def site(request: HttpRequest) -> dict:
    """网站信息: `site.name`, `site.organiser` … from settings, and whether this is the demo."""
    values = {name.lower(): getattr(settings, f"SITE_{name}") for name in NAMES}
    return {"site": values | {"demo": settings.DEMO}}
