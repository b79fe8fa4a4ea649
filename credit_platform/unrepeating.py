"""Answers that repeat nobody's numbers (不回显号码): a page shows what was typed, but for ID numbers, mobile phones and bank cards
in a field that is not theirs. Source: design sentence 9.

`Unrepeated` is the one door: whatever view answers, with a form or without, no number of the request stands in its page. Forms
say it themselves, too, so that what they show is right before it comes to the door.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict

from .personal import HIDDEN, numbers_typed, without_numbers
from .reading_text import API

PAGES = ("text/html", "application/atom+xml")
# Fields where one's own mobile number belongs, by their names: mobile, phone_2, 1-phone.
OWN_MOBILE = re.compile(r"(?:.*[-_])?(?:username|mobile|phone)(?:[-_]\d+)?")


class Unrepeated:
    """After the view: every number that the request carried is struck out of the page. Other answers are left as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        page = answer.get("Content-Type", "").startswith(PAGES) and not answer.streaming
        if page and (typed := set(_typed(request))):
            said = answer.content.decode(answer.charset)
            struck = re.sub("|".join(re.escape(one) for one in sorted(typed, key=len, reverse=True)), HIDDEN, said)
            if struck != said:
                answer.content = struck.encode(answer.charset)
        return answer


def _typed(request: HttpRequest) -> Iterator[str]:
    """Each number, in every way in which a page may write it again."""
    sent = [request.GET]
    if request.method == "POST" and not request.path.startswith(API):  # an API's body is its view's to read
        sent.append(request.POST)
    for name, values in (pair for one in sent for pair in one.lists()):
        for value in (name, *values):
            for number in numbers_typed(value, mobile=not OWN_MOBILE.fullmatch(name)):
                bare = re.sub("[ -]", "", number)
                for one in (number, bare, bare.upper(), bare.lower()):
                    yield from (one, quote(one), quote_plus(one))


class Unrepeating(forms.BaseForm):
    """Base of every form: `class SomeForm(forms.Form, Unrepeating)`. What the form has read is untouched, only what it shows."""

    _read = False

    def full_clean(self) -> None:
        super().full_clean()
        self._read = True
        self.strike_numbers()

    def add_error(self, field, error) -> None:
        super().add_error(field, error)
        if self._read:  # by a use case; before, the fields that follow are still to be read
            self.strike_numbers()

    def strike_numbers(self) -> None:
        """Out of the text that the form shows again."""
        if not self.is_bound or not self.errors:
            return
        said = QueryDict(mutable=True)
        for key in self.data:
            said.setlist(key, self.data.getlist(key) if isinstance(self.data, QueryDict) else [self.data[key]])
        for name, field in self.fields.items():
            key = self.add_prefix(name)
            typed = isinstance(field.widget, forms.TextInput | forms.Textarea | forms.EmailInput | forms.NumberInput)
            if typed and not OWN_MOBILE.fullmatch(name) and key in said:
                said[key] = without_numbers(str(said[key]))
        self.data = said
