"""Search by name: nothing is missed, the order is the declared one, nobody who is not public is found."""

import random
from datetime import date

import pytest

from bench.names import names
from subjects.grams import rebuild
from subjects.indexing import index_subjects
from subjects.models import FormerName, SearchName, Subject
from subjects.naming import normalise
from subjects.search import COUNTED, QueryTooLong, QueryTooShort, Why, find, fragments_of
from subjects.tokens import cut

DAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


def public(name, code="", **fields):
    subject = Subject.objects.create(kind="organisation", name=name, code=code, public_since=DAY, **fields)
    index_subjects([subject.pk])
    return subject


def found(text, **paging):
    return [hit.name for hit in find(text, **paging).hits]


def register(count, seed=3):
    """`count` public subjects, every fifth with a former name; out: {subject id: normalised names, current first}."""
    given = names(count + count // 5, seed)
    subjects = [Subject(kind="organisation", name=next(given), public_since=DAY) for _ in range(count)]
    Subject.objects.bulk_create(subjects)
    FormerName.objects.bulk_create([FormerName(subject=each, name=next(given)) for each in subjects[::5]])
    index_subjects([each.pk for each in subjects])
    former = dict(FormerName.objects.values_list("subject_id", "name"))
    return {
        each.pk: [normalise(each.name)] + ([normalise(former[each.pk])] if each.pk in former else [])
        for each in subjects
    }


def brute_force(on_file, fragments):
    """All subjects whose names hold every fragment, in the declared order."""
    exact = "".join(fragments)
    hits = sorted(
        (name != exact, not name.startswith(fragments[0]), len(name), cut(subject), subject)
        for subject, written in on_file.items()
        for name in written
        if all(fragment in name for fragment in fragments)
    )
    return list(dict.fromkeys(hit[-1] for hit in hits))


def queries(on_file, count, seed=5):
    """Pieces of the names on file of every length, whole names, two pieces, and pieces that fit no name."""
    lot = random.Random(seed)
    every = [name for written in on_file.values() for name in written]
    for _ in range(count):
        name, other = lot.choice(every), lot.choice(every)
        at = lot.randrange(len(name) - 1)
        piece = name[at : at + lot.randint(2, 6)]
        second = lot.choice((name, other))
        start = lot.randrange(len(second) - 1)
        yield lot.choice(
            (piece, piece, piece, name, name[:3], f"{piece} {second[start : start + 2]}", piece[:2] + other[:1])
        )
    yield from (
        "有限公司",
        "有限",
        "公司",
        "限公",
        "科技有限公司",
        "有限 科技",
        "商贸 有限公司",
        "公司 市",
        "司有",
        "鱻鱻",
    )


@pytest.mark.parametrize("threshold", [None, 20, 2])
def test_same_hits_in_same_order_as_brute_force(threshold):
    on_file = register(2_000)
    if threshold:
        assert rebuild(threshold) > 100
    for text in queries(on_file, 200):
        expected = brute_force(on_file, fragments_of(text))
        result = find(text)
        assert [hit.subject_id for hit in result.hits] == expected[:20], text
        assert result.total == min(len(expected), COUNTED), text
        assert result.more == (len(expected) > COUNTED), text


@pytest.mark.parametrize("threshold", [None, 20])
def test_pages_follow_each_other_without_gap(threshold):
    on_file = register(1_500)
    if threshold:
        rebuild(threshold)
    expected = brute_force(on_file, ["有限公司"])
    assert len(expected) > COUNTED
    pages = [find("有限公司", limit=190, offset=offset) for offset in range(0, 1_400, 190)]
    assert [hit.subject_id for page in pages for hit in page.hits] == expected[:COUNTED]
    assert all((page.total, page.more) == (COUNTED, True) for page in pages)
    assert find("有限公司", offset=10**9).hits == []


@pytest.mark.parametrize(("there", "total", "more"), [(79, 79, False), (80, COUNTED, True)])
def test_so_many_in_the_part_drawn_by_lot_are_not_counted_to_the_end(there, total, more):
    """All of them lie in the 64th part of the subjects, which nobody would call chance."""
    crowd = [
        Subject(id=64 * n, kind="organisation", name=f"澜州{n:04}有限公司", public_since=DAY)
        for n in range(1, there + 1)
    ]
    Subject.objects.bulk_create(crowd)
    index_subjects([each.pk for each in crowd])
    rebuild(2)
    result = find("有限公司")
    assert (result.total, result.more) == (total, more)


@pytest.mark.parametrize(("text", "more"), [("限公", True), ("限公 有限", False)])
def test_what_very_many_held_when_last_counted_is_not_counted_again(monkeypatch, text, more):
    monkeypatch.setattr("subjects.tiers.PLENTY", 40)
    register(50)
    rebuild(2)
    result = find(text)
    assert result.more == more
    assert (result.total == COUNTED) == more


def test_subjects_with_many_names_take_nobodys_place():
    crowd = [Subject(kind="organisation", name=f"澜州{number:04}号商行", public_since=DAY) for number in range(40)]
    Subject.objects.bulk_create(crowd)
    renamed = crowd[0]
    FormerName.objects.bulk_create([FormerName(subject=renamed, name=f"澜州{n}店") for n in range(100, 400)])
    index_subjects([each.pk for each in crowd])
    for threshold in (None, 10):
        if threshold:
            rebuild(threshold)
        result = find("澜州")
        assert len(result.hits) == 20
        assert len({hit.subject_id for hit in result.hits}) == 20
        assert (result.total, result.more) == (40, False)
        assert (result.hits[0].subject_id, result.hits[0].matched) == (renamed.pk, "澜州100店")


def test_former_name_finds_the_subject_under_its_present_one():
    subject = public("清州鼎盛新材料有限公司")
    FormerName.objects.create(subject=subject, name="清州老窑（集团）耐火厂")
    index_subjects([subject.pk])
    [hit] = find("老窑集团").hits
    assert (hit.name, hit.matched, hit.why) == ("清州鼎盛新材料有限公司", "清州老窑（集团）耐火厂", Why.FORMER)
    [hit] = find("鼎盛").hits
    assert (hit.matched, hit.why) == (hit.name, Why.NAME)
    assert len(find("清州").hits) == 1


def test_exact_then_prefix_then_shorter():
    for name in ("清州远大澜山镁业", "远大澜山镁业", "澜山镁业有限责任公司", "澜山镁业有限公司", "澜山镁业"):
        public(name)
    order = ["澜山镁业", "澜山镁业有限公司", "澜山镁业有限责任公司", "远大澜山镁业", "清州远大澜山镁业"]
    assert found("澜山镁业") == order
    rebuild(1)
    assert found("澜山镁业") == order


def test_the_exact_name_is_counted_too():
    crowd = [Subject(kind="organisation", name="澜山镁业" + "厂" * n, public_since=DAY) for n in range(31)]
    Subject.objects.bulk_create(crowd)
    index_subjects([each.pk for each in crowd])
    rebuild(1)
    assert (find("澜山镁业").total, find("澜山镁业", limit=5).total, find("澜山镁业", limit=40).total) == (31, 31, 31)


def test_counting_waits_until_it_is_asked_for(django_assert_max_num_queries):
    register(100)
    for text in ("有限公司", "公司"):
        find(text, limit=5).total  # noqa: B018 - another test's common grams may be in memory, and statements are prepared once
        with django_assert_max_num_queries(
            4
        ):  # the common grams, the names, who is public, and former names where one matched
            result = find(text, limit=5)
        with django_assert_max_num_queries(1):
            assert result.total == result.total > 5
        assert not result.more


@pytest.mark.parametrize(
    "text",
    [
        "鎂業",
        "镁业",
        "澜山 鎂業",
        "ＡＢＣ镁",
        "abc 镁业",
        "(集团) 镁业",
        "（集團）",
        "〔集团〕有限",
        "a b c",
        "集 团 有限",
        "ABC【镁】业",
    ],
)
def test_ways_of_asking(text):
    public("澜山ABC镁业（集团）有限公司")
    public("清州电子商行")
    assert found(text) == ["澜山ABC镁业（集团）有限公司"]


def test_two_fragments_in_either_order():
    public("澜州市恒达镁业有限公司")
    public("澜州市恒达商贸有限公司")
    assert found("恒达　镁业") == found("镁业 恒达") == ["澜州市恒达镁业有限公司"]
    assert found("恒达 水产") == []


@pytest.mark.parametrize("text", ["%%", "__", "澜%", "_州", "\\\\", "澜\\州%恒", "'; --"])
def test_wildcards_are_nothing_special(text):
    public("澜州恒达")
    expected = ["澜州恒达"] if text == "澜\\州%恒" else []
    try:
        assert found(text) == expected
    except QueryTooShort:
        assert not expected


@pytest.mark.parametrize("text", ["", " ", "镁", "（镁）", "%镁_", "Ａ"])
def test_too_short(text):
    with pytest.raises(QueryTooShort):
        find(text)


def test_too_long():
    assert found("镁" * 100) == []
    with pytest.raises(QueryTooLong):
        find("镁" * 101)


def test_only_the_public_is_found():
    code = "91210882MA0UXXXX3D"
    kept = public("澜州公开商行", "91210882MA0UTE5T16")
    secret = Subject.objects.create(kind="organisation", name="澜州未公开商行", code=code)
    person = Subject.objects.create(kind="person", name="澜州某甲")
    merged = Subject.objects.create(kind="organisation", name="澜州并入商行", public_since=DAY, merged_into=kept)
    assert index_subjects([secret.pk, person.pk, merged.pk]) == 0
    assert found("澜州") == ["澜州公开商行"]
    assert found(code) == []


@pytest.mark.parametrize(
    "change", [{"public_since": None}, {"merged_into": True}, {"kind": "person", "public_since": None}]
)
def test_who_stops_being_public_is_gone_at_once_and_for_good(change):
    other, subject = public("清州商行"), public("澜州商行", "91210882MA0UTE5T16")
    change = {key: other if value is True else value for key, value in change.items()}
    Subject.objects.filter(pk=subject.pk).update(**change)
    assert (find("澜州").total, found("澜州"), found("91210882MA0UTE5T16")) == (0, [], [])  # derived, before indexing
    assert index_subjects([subject.pk]) == 1
    assert not SearchName.objects.filter(subject=subject).exists()


def test_index_follows_names_and_repeating_writes_nothing():
    subject = public("澜州旧名商行")
    Subject.objects.filter(pk=subject.pk).update(name="澜州新名商行")
    assert index_subjects([subject.pk, subject.pk]) == 2
    assert index_subjects([subject.pk]) == 0
    assert (found("旧名"), found("新名")) == ([], ["澜州新名商行"])
    FormerName.objects.create(subject=subject, name="澜州·旧名商行")
    FormerName.objects.create(subject=subject, name="澜州旧名商行")
    assert index_subjects([subject.pk]) == 1  # one spelling, one row
    assert found("旧名") == ["澜州新名商行"]


def test_names_that_grow_in_normalising_are_cut():
    public("ﷺ" * 190)
    assert SearchName.objects.get().nlen == 200
    assert len(find("ﷺ"[:1]).hits) == 1
