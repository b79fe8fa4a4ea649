"""Measures of an entry come out of the list in force, with its version; behaviours and measures suit the subject. Source: D3, E1."""

import uuid

import pytest
from django.utils import timezone

from blacklists import deciding, grounding, hinting, proposing
from blacklists.models import EntryMeasure
from blacklists.refusals import ListRefused
from rules.models import MeasureItem, MeasureList
from tests import factories
from tests.blacklists.walking import (
    BEHAVIOUR,
    REMEDIES,
    START,
    again,
    by,
    day,
    decided,
    heard,
    lists_of_long_ago,
    penalty,
    proposed,
    reviewed,
)
from tests.records import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    lists_of_long_ago()
    return making.staff()


def some(count: int = 2, on=START) -> list[MeasureItem]:
    return hinting.offered(on, person=False)[:count]


def test_what_is_chosen_is_kept_with_its_list_version_and_said_by_the_letters(people):
    one, two = some()
    entry = decided(people, measures=[one.public_id, two.public_id])
    assert set(entry.chosen.values_list("item", flat=True)) == {one.pk, two.pk}
    for kind in ("notice", "decision"):
        said = str(entry.letters.get(kind=kind).content["parts"])
        assert one.title in said
        assert two.title in said
        assert "全国措施清单第1版" in said


def test_nothing_that_is_not_in_the_list(people):
    for wrong in ([uuid.uuid4()], [some(1)[0].public_id, uuid.uuid4()]):
        with pytest.raises(ListRefused, match="不在现行措施清单中"):
            proposed(people, measures=wrong)
    incentive = MeasureItem.objects.filter(kind="incentive").first()
    with pytest.raises(ListRefused, match="不在现行措施清单中"):
        proposed(people, measures=[incentive.public_id])


def test_the_draft_may_choose_anew_and_what_was_dropped_stays_on_file(people):
    one, two = some()
    entry = heard(people, measures=[one.public_id])
    deciding.review(
        entry, findings="属实", months=12, exit_conditions="期满", remedies=REMEDIES, measures=[two.public_id],
        **by(people.clerk, day(10)),
    )  # fmt: skip
    assert hinting.current(entry) == [two]
    assert EntryMeasure.objects.get(entry=entry, item=one).dropped_on == day(10)
    assert one.title not in again(entry).measures


def test_a_measure_that_left_the_list_cannot_be_decided(people):
    (one,) = some(1)
    entry = reviewed(people, measures=[one.public_id])
    old = one.version
    newer = MeasureList.objects.create(
        jurisdiction=old.jurisdiction, number=old.number + 1, since=day(11), adopted_on=day(11),
        next_revision=day(300), basis="修订", digest="1" * 64,
    )  # fmt: skip
    assert newer
    with pytest.raises(ListRefused, match=f"不再在清单中：{one.title}"):
        deciding.decide(entry, **by(people.reviewer, day(11)))


def test_free_text_of_before_is_not_decided_on(people):
    entry = reviewed(people)
    type(entry).objects.filter(pk=entry.pk).update(measures="禁止乘坐电梯")
    with pytest.raises(ListRefused, match="不是从措施清单中选定的"):
        deciding.decide(again(entry), **by(people.reviewer, day(11)))


@pytest.mark.parametrize("place", ["yingkou", "suining_anju", "hua_county", "harbin_new_area", "bengbu"])
def test_a_company_is_offered_nothing_of_persons_and_nothing_twice(settings, people, place):
    settings.JURISDICTION = place
    lists_of_long_ago()
    company, today = factories.subject(), timezone.localdate()
    titles = ["".join(one.title.split()) for one in grounding.offered(today, people.clerk, company)]
    assert titles
    assert len(titles) == len(set(titles))
    assert not {"拒绝、逃避兵役", "醉酒驾驶"} & set(titles)
    items = hinting.offered(today, person=False)
    assert not {one.title for one in items} & {"限制出境", "限制乘坐飞机", "限制升学复学", "诚信约谈"}
    assert {one.grade for one in items} <= {"", "严重"}
    person = factories.subject(kind="person", public=False)
    assert "限制出境" in {one.title for one in hinting.offered(today, person=True)}
    if place in ("yingkou", "suining_anju", "harbin_new_area"):
        offered = grounding.offered(today, people.clerk, person)
        assert "拒绝、逃避兵役" in {one.title for one in offered}


def test_a_company_is_not_listed_for_what_only_a_person_does(settings, people):
    settings.JURISDICTION = "yingkou"
    lists_of_long_ago()
    record = penalty(people)
    with pytest.raises(ListRefused, match="只能是自然人的行为"):
        proposing.propose(
            record.subject,
            records=[record],
            behaviour="yk-defence-01",
            reasons="逃避",
            basis="兵役法",
            **by(people.clerk, START),
        )


def test_a_decision_of_another_field_is_a_warning_to_who_decides(people):
    tax = penalty(people, content={"CF_WFXW": "偷税", "CF_YJ": "《税收征收管理法》第六十三条", "CF_SY": "少缴税款"})
    env = penalty(people, content={"CF_WFXW": "超标排放废水", "CF_YJ": "《水污染防治法》", "CF_SY": "排污"})
    mute = penalty(people, content={"CF_WFXW": "其他", "CF_YJ": "某条例", "CF_SY": "其他"})
    found = grounding.of_another_field("生态环境领域严重失信行为", "生态环境", [tax, env, mute])
    assert found == [f"{tax.document_number}（税收）"]
    assert grounding.of_another_field("严重破坏社会正常秩序的行为", "", [tax]) == []


def test_every_fault_is_said_at_once(people):
    record = penalty(people)
    with pytest.raises(ListRefused) as refused:
        proposing.propose(record.subject, behaviour="", reasons="", basis="", **by(people.clerk, START))
    assert set(refused.value.faults) == {"behaviour", "reasons", "basis", "record"}
    assert BEHAVIOUR  # the one that would have done
