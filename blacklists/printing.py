"""Printing (文书 PDF): made once from the frozen words, kept sealed with its digest, the same bytes ever after. Source: D3."""

import hashlib
import json
import logging
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from credit_platform.typesetting import NotTypeset, pdf, undrawable
from records.files import fetch, keep

from .refusals import FOLDER

SOURCE = settings.BASE_DIR / "templates" / "typst" / "letter.typ"
log = logging.getLogger(__name__)


class Printed(Protocol):
    """A row that is a letter: Letter, and those of houses above."""

    public_id: Any
    made_on: date
    pdf_path: str
    pdf_sha256: str
    undrawn: str

    @property
    def layout(self) -> dict[str, Any]: ...


def make_pdf(letter: Printed) -> None:
    """Typeset and keep; the caller saves the row. A fault of typesetting stops no letter: it is made when asked for."""
    layout = letter.layout
    try:
        data = pdf(SOURCE, layout, on=letter.made_on)
    except NotTypeset:
        log.exception("letter %s not typeset", letter.public_id)
        return
    letter.pdf_path, letter.pdf_sha256 = keep(data, FOLDER), hashlib.sha256(data).hexdigest()
    letter.undrawn = undrawable(json.dumps(layout, ensure_ascii=False))[:200]


@transaction.atomic
def pdf_of(letter: Any) -> bytes | None:
    """The bytes as kept; those of a letter older than this are made now, once. None: they cannot be made."""
    if not letter.pdf_path:
        letter = type(letter).objects.select_for_update(of=("self",)).select_related("department").get(pk=letter.pk)
        if not letter.pdf_path:
            make_pdf(letter)
            letter.save(update_fields=["pdf_path", "pdf_sha256", "undrawn"])
    return fetch(letter.pdf_path) if letter.pdf_path else None
