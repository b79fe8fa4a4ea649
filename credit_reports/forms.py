"""Form of a special report: days and domains. What may be is decided by the use case."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import Tidy
from credit_platform.workdays import months_later

from .domains import Domain
from .special import Question, span

USUAL_MONTHS = 36  # what tenders and listings ask for


class SpecialForm(forms.Form, Tidy):
    """专项信用报告. All domains and the last three years unless something else is sent."""

    since = forms.DateField(label="起始日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    until = forms.DateField(
        label="截止日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), help_text="含首尾两日。"
    )
    domains = forms.MultipleChoiceField(label="领域", error_messages={"required": "请至少选一个领域。"})

    def __init__(self, data: Any = None, *, every: list[Domain], today: date, **more: Any):
        usual = {"since": months_later(today, -USUAL_MONTHS), "until": today, "domains": [one.key for one in every]}
        super().__init__(data, initial=usual, **more)
        self.every, self.longest = every, span(today)
        self.fields["domains"].choices = [(one.key, one.title) for one in every]  # type: ignore[attr-defined]

    @property
    def days(self) -> list[forms.BoundField]:
        return [self["since"], self["until"]]

    @property
    def choices(self) -> list[tuple[str, str, str, bool]]:
        """(key, title, departments in words, chosen) of each domain."""
        chosen = self["domains"].value() or []
        return [(one.key, one.title, "、".join(one.departments.values()), one.key in chosen) for one in self.every]

    @property
    def question(self) -> Question:
        """Of a form that is valid."""
        keys = self.cleaned_data["domains"]
        asked = tuple(one for one in self.every if one.key in keys)
        return Question(self.cleaned_data["since"], self.cleaned_data["until"], asked)


class WindowForm(SpecialForm):
    """The same at the window, with who came and what for; or the public version."""

    kind = forms.ChoiceField(
        label="种类", choices=[("special", "专项信用报告"), ("public", "公共信用信息报告（公开版）")]
    )
    reason = forms.CharField(
        label="谁来办、办什么用", max_length=200, help_text="例如：法定代表人持营业执照来办，投标用。不要写证件号码。"
    )
