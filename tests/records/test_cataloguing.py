"""信息目录: versions with a second person; nothing outside the catalogue comes in. Source: B12."""

import pytest
from django.db import IntegrityError, transaction

from records.cataloguing import (
    CatalogueRefused,
    Item,
    adopt,
    coverage,
    covered_departments,
    decline,
    kinds_of,
    propose,
)
from records.kinds import KINDS
from records.models import Catalogue, Record
from tests import factories
from tests.records.making import FRIDAY, acting, days, licence, only_record, penalty, row_of, send, staff

pytestmark = pytest.mark.django_db
LICENCES = [Item("licence", "arising", "行政许可法第四十条"), Item("honour", "year", "本部门评选办法", public=False)]


@pytest.fixture
def people():
    return staff()


def put_forward(people, items=LICENCES, by=None):
    by = by or people.clerk
    return propose(people.body, items, basis="三定方案", officer=by, actor=acting(by), on=FRIDAY)


def take(people, catalogue):
    adopt(catalogue, officer=people.approver, actor=acting(people.approver), on=FRIDAY)


def test_without_a_catalogue_of_its_own_the_national_one_binds(people):
    assert kinds_of(people.body) == {key: kind.public for key, kind in KINDS.items()}


def test_what_is_not_in_the_catalogue_is_refused_and_nothing_is_stored(people):
    catalogue = put_forward(people)
    send(people, [penalty(people.body)])  # a proposal binds nobody
    take(people, catalogue)
    submission, report = send(people, [penalty(people.body)])
    assert submission.state == "refused"
    assert "行政处罚" in submission.refusal
    assert "信息目录" in submission.refusal
    assert [finding.code for _, finding in report.findings] == ["outside_catalogue"]
    assert Record.objects.count() == 1
    submission, _ = send(people, [licence(people.body)])
    assert submission.state == "done"


def test_a_catalogue_may_keep_a_kind_inside_but_never_open_one(people):
    take(people, put_forward(people, [*LICENCES, Item("payment", "month", "办法", public=True)]))
    assert kinds_of(people.body) == {"licence": True, "honour": False, "payment": False}
    record = only_record(people, row_of("honour", people.body))
    assert (record.publishable, record.internal_reason) == (False, "kind")


@pytest.mark.parametrize(
    "items",
    [
        [],
        [Item("heresy", "month", "无")],
        [Item("licence", "hourly", "法")],
        [Item("licence", "month", " ")],
        [Item("licence", "month", "法"), Item("licence", "year", "法")],
    ],
)
def test_what_cannot_be_a_catalogue(people, items):
    with pytest.raises(CatalogueRefused):
        put_forward(people, items)
    assert not Catalogue.objects.exists()


def test_nobody_adopts_what_they_proposed_nor_anothers_tree(people):
    stranger = staff()
    with pytest.raises(CatalogueRefused):
        put_forward(people, by=stranger.clerk)
    catalogue = put_forward(people, by=people.office)
    for officer in (people.office, people.clerk, people.reviewer, people.auditor, stranger.approver):
        with pytest.raises(CatalogueRefused):
            adopt(catalogue, officer=officer, actor=acting(officer), on=FRIDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Catalogue.objects.filter(pk=catalogue.pk).update(approver=people.office)
    with pytest.raises(CatalogueRefused, match="待审批"):
        put_forward(people)
    with pytest.raises(CatalogueRefused, match="理由"):
        decline(catalogue, officer=people.approver, actor=acting(people.approver), on=FRIDAY, reason=" ")
    decline(catalogue, officer=people.approver, actor=acting(people.approver), on=FRIDAY, reason="缺少奖励")
    second = put_forward(people)
    take(people, second)
    take(people, put_forward(people))
    assert list(Catalogue.objects.order_by("number").values_list("number", "state")) == [
        (1, "refused"), (2, "replaced"), (3, "adopted"),
    ]  # fmt: skip
    assert not Catalogue.objects.visible_to(stranger.office).exists()


def test_coverage_is_the_catalogue_less_what_arrives(people, django_assert_num_queries):
    take(people, put_forward(people))
    only_record(people, licence(people.body))
    assert [(line.item.kind, line.records, line.covered) for line in coverage(people.body, FRIDAY)] == [
        ("licence", 1, True), ("honour", 0, False),
    ]  # fmt: skip
    assert covered_departments([people.body.pk], FRIDAY) == {people.body.pk: (1, 2)}
    later = FRIDAY + days(93)
    assert [line.covered for line in coverage(people.body, later)] == [False, False]
    assert covered_departments([people.body.pk], later) == {people.body.pk: (0, 2)}
    other = factories.department()
    assert coverage(other, FRIDAY) == []
    with django_assert_num_queries(1):
        covered_departments([people.body.pk, other.pk], FRIDAY)
