"""A changing list of common grams hides no row, whoever writes and reads meanwhile. Real connections in real threads."""

import threading
import time
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection, transaction

from bench.names import names
from subjects import grams
from subjects.grams import announce, count_frequency, grams_for_reading, rebuild, retoken, serve
from subjects.indexing import index_subjects
from subjects.models import CommonGram, SearchName, Subject
from subjects.naming import normalise
from subjects.search import find, fragments_of
from subjects.tiers import Common, plan
from subjects.tokens import NO_COMMON_GRAMS, tokens

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """A process that has just started; a few rows a page, so that everything happens between pages."""
    monkeypatch.setattr(grams, "_served", grams._Served((None, None), NO_COMMON_GRAMS, 0.0))
    monkeypatch.setattr(grams, "PAGE", 20)


@pytest.fixture
def register():
    """Adds so many public subjects in a transaction; invented names, never the same twice."""
    given = names(10_000, seed=9)

    def add(count):
        subjects = [Subject(kind="organisation", name=next(given), public_since=date(2026, 3, 2)) for _ in range(count)]
        with transaction.atomic():
            Subject.objects.bulk_create(subjects)
            index_subjects([each.pk for each in subjects])

    return add


@contextmanager
def beside(work):
    """`work` in a thread with a connection of its own, from here to the end of the block; its error becomes ours."""
    errors = []

    def run():
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=run)
    worker.start()
    try:
        yield worker
    finally:
        worker.join(60)
        assert not worker.is_alive()
        assert not errors, errors


def eventually(happened):
    end = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def somebody_waits_for_the_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return cursor.fetchone()[0]


def assert_everybody_is_found():
    """Every name on file is found whole and in pieces, and as often as brute force says."""
    on_file = {pk: normalise(name) for pk, name in Subject.objects.values_list("id", "name")}
    for subject, name in on_file.items():
        for text in {name, name[:3], name[-4:], f"{name[:2]} {name[-2:]}"}:
            pieces = fragments_of(text)
            expected = {pk for pk, other in on_file.items() if all(piece in other for piece in pieces)}
            found = find(text, limit=1_000)
            assert subject in expected
            assert {hit.subject_id for hit in found.hits} == expected, text
            assert found.total == len(expected)


def assert_all_tokens_are_there():
    """What the promise rests on: each row has all tokens of each gram that serves."""
    common = grams_for_reading()
    assert common.tiered
    for row in SearchName.objects.all():
        assert set(row.tok) >= tokens(row.name_n, row.subject_id, common)


def test_the_same_at_every_stage_also_for_a_reader_that_knows_less(register, monkeypatch):
    register(40)
    rebuild(20)
    older = grams_for_reading()
    register(20)
    assert_everybody_is_found()
    frequency = count_frequency()
    announce(frequency, 3)
    register(10)
    assert_everybody_is_found()
    waiting = list(CommonGram.objects.filter(serving_since=None))
    assert {gram.split for gram in waiting} == {False, True}
    retoken({gram.gram for gram in waiting})
    register(10)
    assert_everybody_is_found()
    assert serve(waiting, frequency) == len(waiting)
    register(10)
    assert grams_for_reading().tiered > older.tiered
    assert grams_for_reading().split > older.split
    assert isinstance(plan(["有限公司"], grams_for_reading()), Common)
    assert_everybody_is_found()
    assert_all_tokens_are_there()
    monkeypatch.setattr("subjects.search.grams_for_reading", lambda: older)
    assert_everybody_is_found()


def test_new_grams_wait_for_a_writer_that_does_not_know_them(register):
    register(30)
    tokenised, go_on = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            register(10)
            tokenised.set()
            assert go_on.wait(30)

    with beside(write):
        assert tokenised.wait(30)
        with beside(lambda: rebuild(3)):
            try:
                eventually(somebody_waits_for_the_lock)
                assert not CommonGram.objects.exists()
                assert_everybody_is_found()
            finally:
                go_on.set()
    assert Subject.objects.count() == 40
    assert_all_tokens_are_there()
    assert_everybody_is_found()


@pytest.mark.parametrize("commits", [True, False])
def test_a_row_in_another_hand_is_not_passed_over(register, commits):
    register(30)
    frequency = count_frequency()
    announce(frequency, 3)
    waiting = list(CommonGram.objects.all())
    removed, go_on = threading.Event(), threading.Event()
    subject = Subject.objects.first()

    def rename():
        with transaction.atomic():
            Subject.objects.filter(pk=subject.pk).update(name="澜州改名后商贸有限公司")
            index_subjects([subject.pk])
            removed.set()
            assert go_on.wait(30)
            transaction.set_rollback(not commits)

    with beside(rename):
        assert removed.wait(30)
        with beside(lambda: retoken({gram.gram for gram in waiting})) as worker:
            time.sleep(0.5)
            assert worker.is_alive()
            go_on.set()
    serve(waiting, frequency)
    assert find("改名后").total == commits
    assert_all_tokens_are_there()
    assert_everybody_is_found()


def test_writers_readers_and_two_rebuilds_at_once(register):
    register(60)
    done = threading.Event()
    written = []
    begun = threading.Event()

    def write():
        # However slow the machine: some writes before the end, the first of them before a rebuild begins.
        while not done.is_set() or len(written) <= 3:
            register(3)
            written.append(1)
            renamed = Subject.objects.exclude(pk__in=known).order_by("?").first()
            with transaction.atomic():
                Subject.objects.filter(pk=renamed.pk).update(name=renamed.name[::-1])
                index_subjects([renamed.pk])
            begun.set()

    def read():
        ours = list(Subject.objects.filter(pk__in=known).values_list("id", flat=True))
        while not done.is_set():
            total = find("鎂業耐火", limit=1_000).total
            assert total == len(ours), total

    fixed = [Subject(kind="organisation", name=f"{n}镁业耐火厂", public_since=date(2026, 3, 2)) for n in range(30)]
    Subject.objects.bulk_create(fixed)
    known = [each.pk for each in fixed]
    index_subjects(known)

    def ascending():
        for threshold in (60, 25, 9):
            rebuild(threshold)

    def descending():
        for threshold in (40, 15, 4):
            rebuild(threshold)

    with beside(write), beside(read):
        try:
            assert begun.wait(60)
            with beside(ascending), beside(descending):
                pass
        finally:
            done.set()
    assert len(written) > 3
    assert isinstance(plan(["镁业耐火"], grams_for_reading()), Common)
    assert_all_tokens_are_there()


def test_nothing_new_writes_nothing(register):
    register(30)
    assert rebuild(3) > 5
    before = list(SearchName.objects.values_list("subject_id", "tok"))
    assert rebuild(3) == 0
    assert list(SearchName.objects.values_list("subject_id", "tok")) == before


def test_common_grams_are_not_loaded_for_each_query(register, django_assert_num_queries):
    register(30)
    rebuild(3)
    grams_for_reading()
    with django_assert_num_queries(1):
        grams_for_reading()


def test_whether_others_have_come_is_looked_up_every_few_seconds(register, django_assert_num_queries, settings):
    settings.COMMON_GRAMS_SECONDS = 5
    clock = [1_000.0]
    register(30)
    assert not grams_for_reading(lambda: clock[0]).tiered
    rebuild(3)
    clock[0] += 4.9
    with django_assert_num_queries(0):
        assert not grams_for_reading(lambda: clock[0]).tiered
    clock[0] += 0.1
    assert grams_for_reading(lambda: clock[0]).tiered


def test_settings_do_not_leak(register):
    register(30)
    rebuild(3)

    def planner():
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings ORDER BY name")
            return cursor.fetchall()

    find("有限公司")  # the first loads plpgsql, which brings settings of its own
    before = planner()
    find("有限公司")
    find("不存在")
    assert planner() == before
