"""COPY beside the caller: in order, in the caller's transaction, and what fails is the caller's to hear."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from credit_platform import copying as module
from credit_platform.copying import copying
from credit_platform.statements import Statement, array, text_array

pytestmark = pytest.mark.django_db(transaction=True)
COLUMNS = ("id", "name")


@pytest.fixture(autouse=True)
def table():
    ask("CREATE TEMPORARY TABLE trial (id int PRIMARY KEY, name text)")
    yield
    ask("DROP TABLE trial")


def ask(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def names():
    return [name for (name,) in ask("SELECT name FROM trial ORDER BY id")]


@pytest.fixture
def slowly(monkeypatch):
    """COPY begins when told to."""
    begin, copy = threading.Event(), module._copy

    def late(*given):
        assert begin.wait(30)
        copy(*given)

    monkeypatch.setattr(module, "_copy", late)
    return begin


def test_the_caller_goes_on_and_its_next_statement_finds_all(slowly):
    with transaction.atomic(), copying() as beside:
        beside.copy("trial", COLUMNS, "1\t甲\n2\t乙\n".encode())
        beside.ask("UPDATE trial SET name = name || '方'")
        beside.copy("trial", COLUMNS, "3\t丙\n".encode())
        threading.Timer(0.2, slowly.set).start()  # nothing is written yet
        assert names() == ["甲方", "乙方", "丙"]


def test_a_statement_prepared_beside_it_waits_too(slowly):
    fresh = Statement("SELECT count(*) FROM late")  # which is not there before
    with transaction.atomic(), copying() as beside:
        beside.copy("trial", COLUMNS, "1\t甲\n".encode())
        beside.ask("CREATE TEMPORARY TABLE late ON COMMIT DROP AS SELECT * FROM trial")
        threading.Timer(0.2, slowly.set).start()
        assert fresh.rows() == [(1,)]


def test_the_end_waits_for_what_is_under_way(slowly):
    with transaction.atomic(), copying() as beside:
        beside.copy("trial", COLUMNS, "1\t甲\n".encode())
        threading.Timer(0.2, slowly.set).start()
    assert names() == ["甲"]


def test_what_is_asked_is_answered_in_its_turn_while_the_caller_goes_on(slowly):
    with transaction.atomic(), copying() as beside:
        beside.copy("trial", COLUMNS, "1\t甲\n".encode())
        before = beside.ask("SELECT name FROM trial WHERE id = %s", 1)
        beside.copy("trial", COLUMNS, "2\t乙\n".encode())
        after = beside.ask("SELECT count(*) FROM trial")
        threading.Timer(0.2, slowly.set).start()  # nothing is answered yet
        assert (after(), before()) == ([(2,)], [("甲",)])


def test_what_is_done_is_not_kept():
    with transaction.atomic(), copying() as beside:
        for number in range(50):
            beside.ask("SELECT generate_series(1, 100)")()
            beside.copy("trial", COLUMNS, f"{number}\t甲\n".encode())
        assert len(beside._under_way) < 5
    assert len(names()) == 50


@pytest.mark.parametrize("heard", ["by a statement", "by an answer", "at the end"])
def test_what_fails_is_djangos_error_and_leaves_nothing(heard):
    @transaction.atomic
    def write():
        with copying() as beside:
            beside.copy("trial", COLUMNS, "1\t甲\n".encode())
            beside.copy("trial", COLUMNS, "1\t乙\n".encode())
            beside.copy("trial", COLUMNS, "2\t丙\n".encode())  # refused since the one before failed; not what is raised
            if heard == "by a statement":
                names()
            if heard == "by an answer":
                beside.ask("SELECT 1")()

    with pytest.raises(IntegrityError):
        write()
    assert names() == []


def test_the_callers_own_error_is_the_one_that_is_raised_once_the_thread_has_ended(slowly):
    @transaction.atomic
    def write():
        with copying() as beside:
            beside.copy("trial", COLUMNS, "1\t甲\n1\t乙\n".encode())
            threading.Timer(0.2, slowly.set).start()
            raise ValueError("row 2")

    with pytest.raises(ValueError, match="row 2"):
        write()
    assert not [one for one in threading.enumerate() if one.name.startswith("copying")]
    assert names() == []


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_texts_come_out_of_an_array_as_they_went_in(texts):
    assert ask("SELECT unnest(%s::text[])", text_array(texts)) == [(text,) for text in texts]


def test_numbers_do():
    assert ask("SELECT unnest(%s::bigint[])", array([3, -1])) == [(3,), (-1,)]
