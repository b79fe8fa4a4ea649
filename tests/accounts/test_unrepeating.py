"""A refused form shows again what was typed, but nobody's numbers; what it read is whole. Source: design sentence 9."""

import importlib
import inspect
import re
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from django import forms
from django.conf import settings
from django.http import HttpResponse

from credit_platform.unrepeating import Unrepeated, Unrepeating

NUMBER, MOBILE = "110101199003070417", "13800138000"


class Sample(forms.Form, Unrepeating):
    words = forms.CharField()
    day = forms.DateField(required=False)
    count = forms.IntegerField(required=False)
    mobile = forms.CharField(required=False)
    missing = forms.CharField(required=False)


def test_a_fault_found_by_the_form_or_by_the_use_case():
    typed = {"words": f"经办人{NUMBER}，{MOBILE}", "day": NUMBER, "count": "x", "mobile": MOBILE}
    form = Sample(typed)
    page = form.as_p()
    assert NUMBER not in page
    assert page.count(MOBILE) == 1, "in its own field"
    later = Sample(typed | {"day": "", "count": ""})
    assert later.is_valid()
    assert NUMBER in later.cleaned_data["words"], "what was read is whole"
    later.add_error(None, "不能这样办。")
    assert NUMBER not in later.as_p()
    assert "经办人" in later.as_p()


def houses() -> list[str]:
    files = [*settings.BASE_DIR.glob("*/forms.py"), *settings.BASE_DIR.glob("*/*_forms.py")]
    return sorted(".".join(Path(one).relative_to(settings.BASE_DIR).with_suffix("").parts) for one in files)


@pytest.mark.parametrize("module", houses())
def test_every_form_of_ours_is_one(module):
    found = inspect.getmembers(importlib.import_module(module), inspect.isclass)
    ours = [one for _, one in found if issubclass(one, forms.BaseForm) and one.__module__ == module]
    assert not [one.__name__ for one in ours if not issubclass(one, Unrepeating)]


ECHO = "<p>{}</p><a href='?q={}'>再查</a>"


def answered(request, body, **more):
    return Unrepeated(lambda asked: HttpResponse(body, **more))(request).content.decode()


@pytest.mark.parametrize(
    "typed", [NUMBER, f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", "13800001111", "138-0000-1111"]
)
def test_whatever_view_answers_a_number_of_the_request_stands_in_no_page(rf, typed):
    body = ECHO.format(typed, quote_plus(typed)) + typed.replace(" ", "").replace("-", "")
    for request in (
        rf.get("/x", {"q": f"张某 {typed}"}),
        rf.post("/x?a=1", {"reason": typed}),
        rf.post("/x", {typed: "1"}),
    ):
        said = answered(request, body)
        assert "（号码已隐去）" in said
        assert typed not in said
        assert re.sub(r"[^\d]", "", typed) not in re.sub(r"[ +-]", "", said)


def test_what_was_not_typed_stays_and_ones_own_mobile_in_its_field(rf):
    body = f"{NUMBER} 13800001111 91210800MA4JURQ201"
    assert answered(rf.get("/x", {"q": "91210800MA4JURQ201"}), body) == body
    assert answered(rf.post("/x", {"mobile": "13800001111", "0-phone": "13800001111"}), body) == body
    assert NUMBER not in answered(rf.post("/x", {"username": NUMBER}), body)
    table = rf.get("/x", {"q": NUMBER})
    assert answered(table, body, content_type="text/csv") == body, "files are what they are"
    assert answered(rf.post("/api/x", b"{}", content_type="application/json"), body) == body


@pytest.mark.django_db
def test_of_a_real_page(client):
    said = client.get("/black-list/", {"q": NUMBER})
    assert said.status_code == 200
    assert NUMBER not in said.content.decode()
