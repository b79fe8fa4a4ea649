"""First letters of pinyin: right where words change them, found from the first letter on, never before a name that holds the letters."""

import random

import pytest

from subjects.indexing import index_subjects
from subjects.initials import initials, may_be_initials
from subjects.models import FormerName, SearchInitials, Subject
from subjects.search import Why, find
from tests.subjects.test_search import DAY, public, register


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("重庆长安银行", "CQCAYH"),
        ("中国行远重工", "ZGXYZG"),
        ("长征购销站", "CZGXZ"),
        ("ABC镁业123", "ABCMY123"),
        ("重庆重庆", "CQCQ"),
        ("", ""),
    ],
)
def test_letters_as_a_reader_says_them(name, letters):
    assert initials(name) == letters


def test_as_long_as_the_name():
    for point in random.Random(4).sample(range(0x4E00, 0x9FA6), 500):
        assert len(initials(chr(point) * 2)) == 2


@pytest.mark.parametrize(("text", "may"), [("ZG", True), ("Z9", True), ("99", False), ("Z", False), ("中G", False)])
def test_what_may_be_letters(text, may):
    assert may_be_initials(text) is may


@pytest.mark.django_db
def test_found_by_letters_shortest_first_and_counted():
    on_file = register(1_200)
    lot = random.Random(2)
    every = {key: [initials(name) for name in names] for key, names in on_file.items()}
    for size in (2, 3, 4, 5, 6):
        for letters in {one[0][:size] for one in lot.sample(list(every.values()), 15)}:
            if not letters.isalpha():
                continue
            right = {key for key, said in every.items() if any(one.startswith(letters) for one in said)}
            result = find(letters.lower())
            assert result.total == len(right), letters
            assert {hit.subject_id for hit in result.hits} <= right
            shown = [min(len(one) for one in every[hit.subject_id] if one.startswith(letters)) for hit in result.hits]
            assert shown == sorted(shown)
            pages = [find(letters, offset=at).hits for at in range(0, len(right), 20)]
            assert {hit.subject_id for page in pages for hit in page} == right


@pytest.mark.django_db
def test_a_name_with_the_letters_in_it_comes_first_and_why_is_said():
    spelled, meant, former = public("澜州QSMY商行"), public("青山镁业"), public("澜州新名商行")
    FormerName.objects.create(subject=former, name="青石煤业有限公司")
    index_subjects([former.pk])
    hits = find("qsmy").hits
    assert [(hit.subject_id, hit.why) for hit in hits] == [
        (spelled.pk, Why.NAME), (meant.pk, Why.INITIALS), (former.pk, Why.INITIALS),
    ]  # fmt: skip
    assert hits[2].matched == "青石煤业有限公司"


@pytest.mark.django_db
def test_who_is_no_more_public_is_not_found_by_letters():
    gone = public("青山镁业")
    Subject.objects.filter(pk=gone.pk).update(public_since=None)
    assert (find("QSMY").hits, find("QSMY").total) == ([], 0)
    index_subjects([gone.pk])
    assert not SearchInitials.objects.exists()
    Subject.objects.filter(pk=gone.pk).update(public_since=DAY, name="白石镁业")
    index_subjects([gone.pk])
    assert [row.letters for row in SearchInitials.objects.all()] == ["BSMY"]


@pytest.mark.django_db
def test_old_names_get_their_letters_by_the_migration():
    from importlib import import_module

    from django.db import connection

    public("青山镁业")
    SearchInitials.objects.all().delete()
    module = import_module("subjects.migrations.0010_initials_of_names_on_file")
    for _ in range(2):  # again does no harm
        module.fill(None, type("editor", (), {"connection": connection}))
        assert [row.letters for row in SearchInitials.objects.all()] == ["QSMY"]
