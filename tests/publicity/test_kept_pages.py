"""Pages kept in the process: never another page than the one that would be made now. Source: G3, design sentence 1; withdrawal rule."""

import pytest
from django.conf import settings as product
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings

from ledger.acts import CLOCK, record_act
from ledger.moves import note
from ledger.sequencer import sequence
from ledger.version import version
from publicity import kept_pages
from publicity.kept_pages import kept
from records import hiding
from subjects.models import Subject
from tests.disputes.walking import public_penalty
from tests.publicity.test_copies import REFUSALS, STEPS, TODAY, World
from tests.records import making
from tests.records.making import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEPT_PAGE_SECONDS = 30
    kept_pages._pages.clear()
    yield
    kept_pages._pages.clear()


def happens():
    note(record_act("release", CLOCK, TODAY), "record", "9d2b6f0a-4a52-4d0c-a0d1-2f4b8f1c7e33", "release", "released")


def test_the_version_is_another_with_every_event_and_the_same_when_it_is_numbered():
    before = version()
    happens()
    after = version()
    assert after > before
    sequence()
    assert version() == after


def test_nothing_is_kept_while_too_many_wait_for_their_number(monkeypatch):
    monkeypatch.setattr("publicity.kept_pages.version", lambda: None)
    assert [kept("x", lambda n=n: b"%d" % n) for n in (1, 2)] == [b"1", b"2"]


def test_a_page_is_kept_until_anything_happens_or_its_time_is_over():
    clock = [0.0]
    ask = lambda said: kept("x", lambda: said, now=lambda: clock[0])  # noqa: E731
    assert [ask(b"1"), ask(b"2")] == [b"1", b"1"]
    happens()
    assert [ask(b"3"), ask(b"4")] == [b"3", b"3"]
    clock[0] = product.KEPT_PAGE_SECONDS
    assert ask(b"5") == b"5"


def test_what_is_not_there_is_not_kept_and_memory_has_an_end():
    def nothing():
        raise Http404

    with pytest.raises(Http404):
        kept("x", nothing)
    assert kept("x", lambda: b"1") == b"1"
    for number in range(kept_pages.MOST + 5):
        kept(number, lambda: b"1")
    assert len(kept_pages._pages) == kept_pages.MOST
    assert "x" not in kept_pages._pages


def test_what_is_withdrawn_is_gone_from_a_kept_page_at_once(client):
    people = making.staff()
    record = public_penalty(people)
    address = f"/subject/{record.subject.public_id}/"
    for _ in range(2):
        assert record.document_number in client.get(address).content.decode()
    assert len(kept_pages._pages) == 1
    hiding.hide(record, officer=people.reviewer, actor=acting(people.reviewer), on=TODAY, reason="核对")
    assert record.document_number not in client.get(address).content.decode()


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_a_kept_page_is_the_one_that_would_be_made(tmp_path_factory, steps):
    with transaction.atomic():
        world = World(tmp_path_factory.mktemp("open-data"))
        for what, number in [("penalty", 0), ("penalty", 1), *steps]:
            if what in ("bulk", "read", "read one page"):
                continue
            try:
                with transaction.atomic():
                    world.step(what, number)
            except REFUSALS:
                continue
            same(world)
        transaction.set_rollback(True)
    kept_pages._pages.clear()


def same(world):
    for subject in Subject.objects.values_list("public_id", flat=True):
        kept_one = world.client.get(f"/subject/{subject}/")
        pages = dict(kept_pages._pages)
        kept_pages._pages.clear()
        fresh = world.client.get(f"/subject/{subject}/")
        kept_pages._pages.update(pages)
        assert (kept_one.status_code, kept_one.content) == (fresh.status_code, fresh.content)
