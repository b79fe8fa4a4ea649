"""Forms of rules (规则表单): which rule out of a list, its value in the form that its kind has. Source: K."""

import json
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms import Tidy
from rules.jurisdiction_listing import values_of
from rules.jurisdictions import names_in_use
from rules.keys import KEYS, key_of
from rules.models import Jurisdiction
from rules.rule_targets import UnknownRule, target

from .rule_words import CHOICES, UNITS, spoken, title_of

LIST_FAMILIES = ("behaviour_list", "measure_list")
ITEMS = ("behaviour", "measure")  # single lines of a list are revised by its workbook
HELP = {
    "texts": "一行一项。",
    "flag": "",
    "choice": "",
    "days": "填整数，单位为天。",
    "months": "填整数，单位为月。",
    "number": "填整数。",
    "amount": "填数字，单位为万元。",
    "text": "一段文字。",
}
DATA = "这项规则由几个部分组成：请在现行内容上改文字和数字，引号和括号不要动。"


class ChangeForm(forms.Form, Tidy):
    """提出规则变更."""

    key = forms.CharField(label="规则", max_length=100)
    value = forms.CharField(label="新值", max_length=200_000, widget=forms.Textarea(attrs={"rows": 3}))
    since = forms.DateField(
        label="施行日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text="不能早于今天。"
    )
    clause = forms.CharField(label="依据的文件和条款", max_length=300, help_text="国家规定的，须是已经修改的法规条款。")
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def tidy(self) -> None:
        """The value's control is that of the rule's kind; until a rule is chosen nothing else is asked."""
        given = self.data if self.is_bound else self.initial  # a bound field would keep what it was before
        key, said = str(given.get("key") or ""), str(given.get("value") or "")
        if key.partition(".")[0] in LIST_FAMILIES and said.startswith("{"):
            # Out of a workbook: people read the differences in the rehearsal, not the data.
            self.fields["key"].widget = self.fields["value"].widget = forms.HiddenInput()
        else:
            self.fields["key"].widget = forms.Select(choices=choices(key))
            shape(self.fields["value"], key)
            if not self.is_bound:
                self.initial.setdefault("value", written(key))
        super().tidy()


class OwnRuleForm(forms.Form, Tidy):
    """报备部门规则."""

    key = forms.ChoiceField(
        label="规则", choices=[("", "请选择"), *((name, key.title) for name, key in KEYS.items() if key.department)]
    )
    value = forms.CharField(
        label="内容",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="多项的一行一项；月数直接填数字。",
    )
    since = forms.DateField(label="施行日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    clause = forms.CharField(label="本部门或行业文件的名称和条款", max_length=300)


def shape(field: forms.Field, key: str) -> None:
    """The control of a value: a list of words where only those may be, lines where there are several, else what is written."""
    known = key_of(key)
    kind = known.kind if known else ""
    field.help_text = HELP.get(kind, DATA)
    if known and kind == "choice":
        field.widget = forms.Select(choices=[("", "请选择"), *((one, CHOICES.get(one, one)) for one in known.choices)])
    elif kind == "flag":
        field.widget = forms.Select(choices=[("", "请选择"), ("是", "是"), ("否", "否")])
    elif kind in (*UNITS, "amount"):
        field.widget = forms.TextInput(attrs={"inputmode": "decimal" if kind == "amount" else "numeric"})
    else:
        field.widget = forms.Textarea(attrs={"rows": 6 if kind == "texts" else 3 if kind == "text" else 8})


def written(key: str) -> str:
    """The value in force as the control has it; empty where there is none."""
    try:
        value: Any = target(key, timezone.localdate()).value if key else None
    except UnknownRule:
        return ""
    known = key_of(key)
    if value is None:
        return ""
    if known and known.kind == "texts":
        return "\n".join(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=None)


def choices(chosen: str) -> list[tuple[str, str]]:
    """Every rule that may be changed here, by its title and what it says now."""
    found: dict[str, str] = {}
    for pack in Jurisdiction.objects.filter(name__in=names_in_use()).order_by("pk"):
        for row in values_of(pack):
            if row["key"].partition(".")[0] not in ITEMS:
                found[row["key"]] = f"{title_of(row['key'])}：{spoken(row['key'], row['value'])}"[:60]
    for name, key in KEYS.items():
        found.setdefault(name, key.title)
    if chosen:
        found.setdefault(chosen, title_of(chosen))
    return [("", "请选择"), *sorted(found.items(), key=lambda one: one[1])]
