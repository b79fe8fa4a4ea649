"""A refused form shows again what was typed, but nobody's numbers; what it read is whole. Source: design sentence 9."""

import importlib
import inspect
from pathlib import Path

import pytest
from django import forms
from django.conf import settings

from credit_platform.unrepeating import Unrepeating

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
