"""印好的表格: a template rendered once for each shape that it has, with blanks, which are then only filled in.

A page repeats records and hits up to forty times, and the page of results is asked most of all; they differ in words, and in
little else. Filling in a string takes a tenth of the time of rendering the template again. How it looks stays said in the
template.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from . import context

# Around the name of a blank while the template is rendered: characters that no page has.
OPEN, CLOSE = "\x02", "\x03"
_braces = str.maketrans({"{": "{{", "}": "}}", OPEN: "{", CLOSE: "}"})


def filled(template: str, shape: Mapping[str, object], **blanks: str) -> SafeString:
    """`template` with `shape` (few values, hashable: what its tags decide by) and `blanks` (texts; escaped unless safe).

    The template sees of each blank only that it is not empty.
    """
    return _fill(_form(template, tuple(shape.items()), tuple(blanks), None), blanks)


def filled_page(template: str, shape: Mapping[str, object], **blanks: str) -> SafeString:
    """The same of a whole page of the public: the template knows what is said of the site, but nothing of the request."""
    return _fill(_form(template, tuple(shape.items()), tuple(blanks), context.said()), blanks)


def _fill(form: Callable[..., str], blanks: Mapping[str, str]) -> SafeString:
    texts = {name: text if isinstance(text, SafeString) else escape(text) for name, text in blanks.items()}
    return SafeString(
        form(**texts)
    )  # every part was escaped in the line above; mark_safe costs a page of results 4 % of its time


@lru_cache(maxsize=256)
def _form(
    template: str, shape: tuple[tuple[str, object], ...], blanks: tuple[str, ...], said: context.Said | None
) -> Callable[..., str]:
    known = dict(shape) | (context.frame(said) if said else {})
    known |= {name: f"{OPEN}{name}{CLOSE}" for name in blanks}
    return render_to_string(template, known).translate(_braces).format
