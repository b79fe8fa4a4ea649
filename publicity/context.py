"""What every page says about the site itself."""

from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from rules.jurisdiction_packs import names as packs
from rules.jurisdiction_packs import read_pack

NAMES = ("NAME", "ORGANISER", "OPERATOR", "PHONE", "EMAIL", "ADDRESS", "ICP", "POLICE", "CODE")
Said = tuple[tuple[str, ...], bool]


@cache
def _addresses() -> dict[str, str]:
    """Of the frame of every page; working them out anew took a fifth of the time of a page."""
    pages = {
        name: reverse(f"publicity:{name}")
        for name in (
            "home",
            "columns",
            "statistics",
            "statement",
            "display",
            "status",
            "institutions",
            "open_data",
            "behaviour_list",
            "measure_list",
            "black_list",
            "red_list",
            "debtor_list",
            "commitment_list",
            "list_updates",
            "guides",
            "components",
            "repair_guide",
            "repair_results",
            "reorganising",
            "must_check",
            "report_check",
            "typical_cases",
            "policies",
            "announcements",
            "knowledge",
            "effect",
            "report_dishonesty",
        )
    }
    pages["log_in"] = reverse("accounts:log_in")
    pages["my"] = reverse("my:home")
    nobody = str(UUID(int=0))  # a page of results has twenty of these: reversing each took a fifth of its time
    pages["subject_before"], pages["subject_after"] = reverse("publicity:subject", args=[nobody]).split(nobody)
    files = {"icon": "img/favicon.svg", "bootstrap": "vendor/bootstrap.min.css", "style": "css/site.css"}
    return pages | {name: static(path) for name, path in files.items()}


def _rules() -> str:
    """The place whose text the demo borrows: the invented city has none of its own."""
    name = settings.JURISDICTION
    return str(read_pack(name).head["title"]) if name in packs() else ""


def site(request: HttpRequest) -> dict:
    """网站信息: `site.name`, `site.organiser` … from settings, whether this is the demo, `links` of the frame, and its
    `footer`, ready for a page of the public.
    """
    return frame(said())


@cache
def said() -> Said:
    """What the settings say of the site now: all that the frame depends on."""
    return tuple(getattr(settings, f"SITE_{name}") for name in NAMES), settings.DEMO


@lru_cache(maxsize=4)
def frame(said: Said) -> dict:
    """What `site` gives; once a process, for nothing of it changes while it runs."""
    values, demo = said
    known: dict[str, Any] = {name.lower(): value for name, value in zip(NAMES, values, strict=True)}
    known |= {"demo": demo, "rules": _rules() if demo else ""}
    known_to_all = {"site": known, "links": _addresses()}
    return known_to_all | {"footer": render_to_string("components/footer.html", known_to_all)}
