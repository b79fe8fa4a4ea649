"""Drafting ahead: rows as COPY reads them, JSON in one spelling, one item made while the other is in use. Source: design §3."""

import json
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_platform.copying import copying
from records.drafting import ahead, random_numbers
from records.models import Record
from records.storing import ORDERED, Numbers, canonical
from tests.records.making import penalty, send, staff

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(texts, texts))
def test_the_spelling_of_json_is_that_of_all_digests_so_far(content):
    assert canonical(content).decode() == json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@pytest.mark.django_db
@pytest.mark.parametrize("word", [r"\N", "\\", r"a\tb\.", 'q"uote', "’;--", "云\t环", "一\n二\r三", "𠮷"])
def test_what_means_something_to_copy_is_stored_as_it_came(word):
    people = staff()
    said = f"甲{word}乙"
    send(people, [penalty(people.body, SY=said, CFJG=said)])
    record = Record.objects.select_related("version").get()
    assert record.version.content["CF_SY"] == said
    assert record.body_name == said


def test_random_numbers_are_version_4_and_differ():
    numbers = list(random_numbers(50))
    assert all(len(public_id) == len(salt) == 32 and public_id[12] == "4" for public_id, salt in numbers)
    assert all(public_id[16] in "89ab" for public_id, _ in numbers)
    assert len({text for pair in numbers for text in pair}) == 100


@pytest.mark.django_db
def test_ids_are_given_once_whether_ordered_or_not():
    with copying() as beside:
        numbers = Numbers(beside)
        given = [numbers.take(2)]
        numbers.order(3)
        given += [numbers.take(count) for count in (3, 0, 5, 3 * ORDERED, 4)]
        assert [len(some) for some in given] == [2, 3, 0, 5, 3 * ORDERED, 4]
    for every in zip(*(pair for some in given for pair in some), strict=True):  # of records, of versions
        assert len(set(every)) == len(every)


def test_an_item_is_made_while_the_one_before_is_in_use():
    made = threading.Event()

    def source():
        yield 1
        made.set()
        yield 2

    items = ahead(source())
    assert next(items) == 1
    assert made.wait(5)
    assert list(items) == [2]


def test_what_fails_there_is_raised_here_and_closing_ends_the_thread():
    def source():
        yield 1
        raise ValueError("row 2")

    with pytest.raises(ValueError, match="row 2"):
        list(ahead(source()))
    items = ahead(iter(range(100)))
    next(items)
    items.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]
