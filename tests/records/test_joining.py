"""Two subjects that are one: everything follows, and everything can go back. Source: A1."""

import pytest

from ledger.models import Act, Event
from records.joining import merge_subjects, undo_merge
from records.models import Record
from representation.models import Claim
from subjects.indexing import index_subjects
from subjects.merging import MergeRefused
from subjects.models import FormerName, Identifier, KeyPerson, Merge, Subject
from subjects.search import find
from tests import factories
from tests.records.making import FRIDAY, acting, id_number, licence, only_record, person, release, send, staff
from tests.representation.making import claimed

pytestmark = pytest.mark.django_db
OLD = "210800004012345"


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def two(people):
    """(subject known by an old number under an old name, the same with its code), a public record each."""
    records = [
        only_record(people, licence(people.body, XDR_SHXYM="", XDR_GSZC=OLD, XDR_MC="虚构红旗机械厂", FRDB="丁某")),
        only_record(people, licence(people.body, XDR_MC="虚构红旗机械有限公司", FRDB="丁某")),
    ]
    for record in records:
        release(people, record.submission)
    FormerName.objects.create(subject=records[0].subject, name="虚构红旗社")
    index_subjects([records[0].subject_id])
    return [record.subject for record in records]


def join(people, duplicate, kept, *, by=None, reason="登记机关来函"):
    by = by or people.office
    return merge_subjects(duplicate, kept, officer=by, actor=acting(by), on=FRIDAY, reason=reason)


def part(people, made):
    undo_merge(made, officer=people.approver, actor=acting(people.approver), on=FRIDAY, reason="误并")


def picture():
    """All that a merge may change."""
    return (
        list(Subject.objects.order_by("pk").values("pk", "name", "code", "merged_into", "public_since")),
        *(sorted(model.objects.values_list("pk", "subject")) for model in (Identifier, FormerName, KeyPerson, Record)),
        {text: [hit.subject_id for hit in find(text).hits] for text in ("红旗机械厂", "红旗机械有限", "红旗社")},
    )


def test_everything_follows(people, two):
    duplicate, kept = two
    join(people, duplicate, kept)
    duplicate.refresh_from_db()
    assert duplicate.merged_into == kept
    assert set(Record.objects.values_list("subject", flat=True)) == {kept.pk}
    assert set(kept.identifiers.values_list("type", flat=True)) == {"registration", "uscc"}
    assert set(kept.former_names.values_list("name", flat=True)) == {"虚构红旗机械厂", "虚构红旗社"}
    for text in ("红旗机械厂", "红旗机械有限", "红旗社"):
        assert [hit.subject_id for hit in find(text).hits] == [kept.pk]
    assert not Subject.objects.public().filter(pk=duplicate.pk).exists()


def test_each_object_has_its_event_and_one_act(people, two):
    made = join(people, *two)
    act = Act.objects.get(what="merge")
    assert (act.reason, act.actor) == ("登记机关来函", people.office.name)
    moves = set(Event.objects.filter(act=act).values_list("object_kind", "move"))
    assert moves == {("merge", "merge"), ("subject", "merge_into"), ("subject", "take_in"), ("record", "rebind")}
    part(people, made)
    undone = Event.objects.filter(act__what="undo_merge").values_list("object_kind", "move")
    assert set(undone) == {
        ("merge", "undo"),
        ("subject", "stand_alone"),
        ("subject", "give_back"),
        ("record", "rebind"),
    }


def test_what_comes_later_binds_to_the_kept_one(people, two):
    duplicate, kept = two
    join(people, duplicate, kept)
    record = only_record(people, licence(people.body, XDR_SHXYM="", XDR_GSZC=OLD, XDR_MC="虚构红旗机械厂"))
    assert record.subject == kept
    assert [warning["code"] for warning in record.version.warnings] == ["former_name"]


@pytest.mark.parametrize("turned", [False, True])
def test_undone_all_is_as_before(people, two, turned):
    duplicate, kept = reversed(two) if turned else two
    before = picture()
    made = join(people, duplicate, kept)
    assert picture() != before
    part(people, made)
    assert picture() == before
    again = join(people, duplicate, kept)
    assert again.pk != made.pk


def test_a_kept_one_without_code_receives_it_and_gives_it_back(people, two):
    without, coded = two
    code = coded.code
    made = join(people, coded, without)
    without.refresh_from_db()
    assert without.code == code
    assert [hit.subject_id for hit in find(code).hits] == [without.pk]
    part(people, made)
    without.refresh_from_db()
    assert without.code == ""
    assert [hit.subject_id for hit in find(code).hits] == [coded.pk]


def test_records_that_came_after_the_merge_stay_where_they_are(people, two):
    duplicate, kept = two
    made = join(people, duplicate, kept)
    later = only_record(people, licence(people.body, XDR_SHXYM=kept.code, XDR_MC=kept.name))
    part(people, made)
    later.refresh_from_db()
    assert later.subject == kept
    assert Record.objects.filter(subject=duplicate).count() == 1


def test_the_same_document_at_both_is_refused_by_name(people, two):
    duplicate, kept = two
    number = Record.objects.get(subject=kept).document_number
    licence_number = Record.objects.get(subject=kept).version.content["XK_XKBH"]
    send(
        people,
        [licence(people.body, XDR_SHXYM="", XDR_GSZC=OLD, XDR_MC=duplicate.name, WSH=number, XKBH=licence_number)],
    )
    with pytest.raises(MergeRefused, match="相同文书") as found:
        join(people, duplicate, kept)
    assert number in str(found.value)
    assert not Merge.objects.exists()
    assert Record.objects.filter(subject=duplicate).count() == 2


def test_what_may_not_be_merged(people, two):
    duplicate, kept = two
    other = only_record(people, licence(people.body)).subject
    somebody = only_record(people, person(people.body, id_number())).subject
    for one, into, words in (
        (kept, kept, "同一个主体"), (other, kept, "各有统一社会信用代码"), (somebody, kept, "自然人"), (kept, somebody, "自然人"),
    ):  # fmt: skip
        with pytest.raises(MergeRefused, match=words):
            join(people, one, into)
    with pytest.raises(MergeRefused, match="理由"):
        join(people, duplicate, kept, reason=" ")
    join(people, duplicate, kept)
    with pytest.raises(MergeRefused, match="已经并入"):
        join(people, duplicate, kept)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "auditor"])
def test_only_the_office_merges(people, two, who):
    with pytest.raises(MergeRefused, match="信用办"):
        join(people, *two, by=getattr(people, who))
    made = join(people, *two)
    officer = getattr(people, who)
    with pytest.raises(MergeRefused, match="信用办"):
        undo_merge(made, officer=officer, actor=acting(officer), on=FRIDAY, reason="x")


def test_undoing_twice_or_out_of_order_is_refused(people, two):
    duplicate, kept = two
    third = only_record(
        people, licence(people.body, XDR_SHXYM="", XDR_GSZC="210800004099999", XDR_MC="虚构三厂")
    ).subject
    first = join(people, duplicate, third)
    second = join(people, third, kept)
    with pytest.raises(MergeRefused, match="先撤销"):
        part(people, first)
    part(people, second)
    part(people, first)
    with pytest.raises(MergeRefused, match="已经撤销"):
        part(people, first)


def test_persons_merge_and_stay_unseen(people):
    one, two = (only_record(people, person(people.body, id_number(serial))).subject for serial in (1, 2))
    join(people, one, two)
    two.refresh_from_db()
    assert two.public_since is None
    assert two.identifiers.count() == 2


def test_merged_twice_everything_leads_to_the_one_kept(people):
    """A into B into C: whatever was said of A is said of C, by the one sentence that all reads ask; undone in turn, back again."""
    first, middle, last = (factories.subject(code="") for _ in range(3))
    claim = claimed(first, people)
    one, two = join(people, first, middle), join(people, middle, last)
    assert set(Subject.objects.one_with(last)) == {first, middle, last}
    assert list(Claim.objects.about(last)) == [claim]
    with pytest.raises(MergeRefused, match="请先撤销那一次合并"):
        part(people, one)
    part(people, two)
    first.refresh_from_db()
    assert first.merged_into == middle
    assert set(Subject.objects.one_with(last)) == {last}
    part(people, one)
    assert not Subject.objects.exclude(merged_into=None).exists()
