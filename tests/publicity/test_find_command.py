"""manage.py find and rebuild_search: what scripts rely on."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from subjects.indexing import index_subjects
from subjects.models import CommonGram, FormerName, Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    subject = Subject.objects.create(
        kind="organisation", name="澜州镁业有限公司", code="91210882MA0UTE5T16", public_since=date(2026, 3, 2)
    )
    FormerName.objects.create(subject=subject, name="澜州老窑厂")
    index_subjects([subject.pk])
    return subject


def answer(capsys, *arguments):
    call_command("find", *arguments)
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.mark.parametrize(
    ("text", "matched"),
    [("鎂業", "澜州镁业有限公司"), ("老窑", "澜州老窑厂"), ("91210882ma0ute5t16", "91210882MA0UTE5T16")],
)
def test_json_and_nothing_else(subject, capsys, text, matched):
    result = {"name": "澜州镁业有限公司", "code": "91210882MA0UTE5T16", "matched": matched}
    assert json.loads(answer(capsys, text, "--json")) == {"total": 1, "results": [result]}


def test_nothing_found_is_an_answer(subject, capsys):
    assert json.loads(answer(capsys, "没有这家", "--json")) == {"total": 0, "results": []}


def test_list_for_people(subject, capsys):
    out = answer(capsys, "老窑")
    assert "1 个主体" in out
    assert "澜州镁业有限公司（曾用名：澜州老窑厂）" in out


@pytest.mark.parametrize("arguments", [["镁"], [""], ["镁" * 101], ["镁业", "--limit", "0"]])
def test_refusals_are_one_sentence(subject, capsys, arguments):
    with pytest.raises(CommandError) as refused:
        call_command("find", *arguments, "--json")
    assert str(refused.value).endswith("。")
    assert "\n" not in str(refused.value)
    assert capsys.readouterr().out == ""


def test_limit(subject, capsys):
    more = [Subject(kind="organisation", name=f"镁业{n}厂", public_since=date(2026, 3, 2)) for n in range(5)]
    Subject.objects.bulk_create(more)
    index_subjects([each.pk for each in more])
    found = json.loads(answer(capsys, "镁业", "--limit", "2", "--json"))
    assert (found["total"], len(found["results"])) == (6, 2)


def test_rebuild_writes_missing_names(capsys):
    Subject.objects.create(kind="organisation", name="澜州商行", public_since=date(2026, 3, 2))
    call_command("rebuild_search", "--names", "--threshold", "1")
    assert CommonGram.objects.filter(serving_since__isnull=False).exists()
    capsys.readouterr()
    assert json.loads(answer(capsys, "商行", "--json"))["total"] == 1
