"""Green channel: models, clean years, never the black-listed, and where no text says whom, nobody. Source: E7, pack by pack."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.green_channel import standing, standing_of, terms
from subjects.models import Subject
from tests import factories
from tests.blacklists.walking import day, honoured, published

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 1)
YEARS = ["yingkou", "suining_anju", "harbin_new_area"]


def asked(subject, on=ON):
    return standing_of(subject, on)


def against(subject, kind="penalty", **fields):
    return factories.record(
        kind, subject=subject, **{"decided_on": ON - timedelta(days=100), "state": "released"} | fields
    )


@pytest.mark.parametrize(
    ("pack", "clause", "strength", "late", "service"),
    [
        ("yingkou", "(七)", "可以实施", True, "绿色通道"),
        ("suining_anju", "二(二)1(2)", "可根据实际情况实施", True, "容缺受理"),
        ("harbin_new_area", "3", "", True, "全程帮办"),
        ("hua_county", "一(二)1", "应当设立", False, "行政许可绿色通道"),
        ("bengbu", "六(一)", "", False, "绿色通道"),
    ],
)
def test_what_each_text_says(settings, pack, clause, strength, late, service):
    settings.JURISDICTION = pack
    rules = terms(ON)
    assert clause in rules.clause
    assert (rules.strength_words, rules.late_papers, service in rules.services) == (strength, late, True)


@pytest.mark.parametrize("pack", YEARS)
@pytest.mark.parametrize("kind", ["organisation", "person"])
def test_three_clean_years_admit_enterprises_and_persons_alike(settings, pack, kind):
    settings.JURISDICTION = pack
    subject = factories.subject("丁某" if kind == "person" else "", kind=kind, public=False)
    found = asked(subject)
    assert (found.admitted, found.clean, found.model) == (True, True, False)
    assert "没有不良信用记录" in found.basis
    against(subject, decided_on=date(2023, 10, 1), state="ended")
    assert asked(subject).admitted, "one day before the three years"
    against(subject, decided_on=date(2023, 10, 2), state="ended")
    found = asked(subject)
    assert (found.admitted, found.clean) == (False, False)
    assert "2023-10-02" in found.basis
    assert found.services == ()


def test_what_is_no_bad_record(settings):
    settings.JURISDICTION = "yingkou"
    subject = factories.subject()
    for state in ("withdrawn", "taken_back", "awaiting", "held", "escalated"):
        against(subject, state=state, public_from=None)
    against(subject, state="internal", internal_reason="invalid", public_from=None)
    against(subject, "licence")
    against(subject, "honour")
    assert asked(subject).admitted
    assert asked(subject, ON - timedelta(days=101)).admitted, "not decided by then"


@pytest.mark.parametrize(
    ("kind", "title"), [("abnormal", "经营异常"), ("debtor", "失信被执行人"), ("listed", "外来严重失信名单")]
)
def test_what_lasts_counts_as_long_as_it_lasts(settings, kind, title):
    settings.JURISDICTION = "yingkou"
    subject = factories.subject()
    row = against(subject, kind, decided_on=date(2020, 5, 1), valid_until=None)
    assert title in asked(subject).basis
    row.valid_until = date(2023, 10, 2)
    row.save()
    assert not asked(subject).admitted
    row.valid_until = date(2023, 10, 1)
    row.save()
    assert asked(subject).admitted


@pytest.mark.parametrize("pack", [*YEARS, "hua_county"])
def test_models_are_admitted_and_the_red_list_ends(settings, pack, people):
    row = honoured(people)
    settings.JURISDICTION = pack
    against(row.subject, decided_on=row.public_from)
    found = asked(row.subject, row.public_from)
    assert (found.admitted, found.model) == (True, True)
    assert "诚信示范企业" in found.basis
    if pack != "hua_county":
        assert any("不良信用记录" in note for note in found.notes), "said, not decided"
    assert not asked(row.subject, row.until + timedelta(days=1)).model


def test_hua_county_admits_models_only(settings):
    settings.JURISDICTION = "hua_county"
    found = asked(factories.subject())
    assert (found.admitted, found.clean) == (False, False)
    assert "不是诚信典型" in found.basis


def test_honours_count_where_the_text_names_them(settings):
    subject = factories.subject()
    against(subject, "honour", content={"RY_MC": "诚信示范企业", "RY_JG": "虚构协会"}, valid_until=None)
    against(subject, "honour", content={"RY_MC": "卫生先进单位", "RY_JG": "虚构协会"}, valid_until=None)
    settings.JURISDICTION = "harbin_new_area"
    assert asked(subject).model
    settings.JURISDICTION = "yingkou"
    assert not asked(subject).model


@pytest.mark.parametrize("pack", ["bengbu", "national", "shaanxi"])
def test_no_criterion_no_admission(settings, pack):
    settings.JURISDICTION = pack
    found = asked(factories.subject())
    assert not found.terms.criterion
    assert not found.admitted
    assert ("没有写明" if pack == "bengbu" else "没有规定") in found.basis


def test_never_whoever_is_black_listed(settings, people):
    row = honoured(people)
    entry = published(people)
    Subject.objects.filter(pk=entry.subject_id).update(merged_into=row.subject)
    on = max(row.public_from, entry.public_from)
    settings.JURISDICTION = "yingkou"
    found = asked(row.subject, on)
    assert (found.model, found.blacklisted, found.admitted) == (True, True, False)
    assert "正在名单上" in found.basis
    later = entry.until + timedelta(days=1)
    assert not asked(row.subject, later).blacklisted
    assert not asked(row.subject, later).clean, "it stood there within the three years"


def test_a_debtor_who_is_a_model_is_not_admitted(settings, people):
    row = honoured(people)
    settings.JURISDICTION = "yingkou"
    against(row.subject, "debtor", decided_on=row.public_from - timedelta(days=5))
    assert not asked(row.subject, row.public_from).admitted


def test_a_young_company_is_told_of(settings):
    settings.JURISDICTION = "yingkou"
    young, old = factories.subject(), factories.subject()
    against(young, "registration", content={"DJ_SX": "设立登记"}, decided_on=date(2026, 3, 1))
    against(old, "registration", content={"DJ_SX": "设立登记"}, decided_on=date(2016, 3, 1))
    assert "成立不足3年" in asked(young).notes[0]
    assert asked(young).admitted
    assert asked(old).notes == ()


def test_merged_subjects_share_their_standing(settings):
    settings.JURISDICTION = "yingkou"
    kept = factories.subject()
    gone = factories.subject(merged_into=kept, public=False)
    against(gone)
    assert [one.admitted for one in standing([kept.pk, gone.pk], ON).values()] == [False, False]


def test_as_few_queries_for_many(settings):
    settings.JURISDICTION = "yingkou"
    few = [factories.subject(public=False).pk for _ in range(2)]
    with CaptureQueriesContext(connection) as two:
        standing(few, ON)
    rows = Subject.objects.bulk_create(Subject(kind="organisation", name=f"虚构{n}") for n in range(3_000))
    with CaptureQueriesContext(connection) as many:
        found = standing([row.pk for row in rows], ON)
    assert len(found) == 3_000
    assert len(many) == len(two) <= 10
    with CaptureQueriesContext(connection) as by_query:
        assert len(standing(Subject.objects.filter(name__startswith="虚构"), ON)) >= 3_000
    assert len(by_query) == len(two) + 1


def test_the_day_is_a_parameter(people, settings):
    entry = published(people)
    settings.JURISDICTION = "yingkou"
    assert not asked(entry.subject, day(13)).admitted
