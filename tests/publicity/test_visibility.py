"""What is not public is as unknown as what never was. Source: design sentences 1, 4, 10; G6."""

import re
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.utils import timezone

from publicity import passes
from records.models import Hide
from rules.models import CalendarDay
from tests import factories
from tests.factories import DAY, ago

pytestmark = pytest.mark.django_db


def page(client, subject, query=""):
    return client.get(f"/subject/{subject.public_id}/{query}")


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "awaiting", "public_from": None},
        {"state": "awaiting"},
        {"state": "held", "hold_reason": "business_secret"},
        {"state": "escalated"},
        {"state": "internal", "internal_reason": "minor"},
        {"state": "ended"},
        {"state": "withdrawn"},
        {"state": "taken_back"},
        {"public_from": ago(-1)},
        {"public_until": ago(1)},
    ],
)
def test_only_what_is_public_today_is_shown(client, fields):
    subject = factories.subject()
    shown = factories.record(subject=subject)
    hidden = factories.record("penalty", subject=subject, document_number="不应出现〔2026〕1号", **fields)
    text = page(client, subject).content.decode()
    assert shown.document_number in text
    assert hidden.document_number not in text
    assert "没有正在公示的行政处罚" in text


def test_the_first_and_the_last_public_day_count(client):
    record = factories.record(public_from=DAY, public_until=DAY)
    assert record.document_number in page(client, record.subject).content.decode()


def test_the_end_needs_no_sweep(client):
    record = factories.record(public_until=DAY)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert record.document_number not in page(client, record.subject).content.decode()


@pytest.mark.parametrize(("confirmed", "confirm_by", "seen"), [(False, 0, False), (False, 1, True), (True, 1, False)])
def test_an_emergency_hide(client, confirmed, confirm_by, seen):
    """Hidden at once; shown again where no second person confirmed in time."""
    record = factories.record()
    Hide.objects.create(
        record=record,
        reason="内容有误",
        proposer=factories.officer("office"),
        hidden_on=ago(2),
        confirm_by=ago(confirm_by),
        approver=factories.officer("office_approver") if confirmed else None,
    )
    assert (record.document_number in page(client, record.subject).content.decode()) is seen


def test_unknown_subjects_are_all_alike(client):
    person = factories.subject("某自然人", kind="person", public=False)
    never_public = factories.subject(public=False)
    kept = factories.subject()
    merged = factories.subject(merged_into=kept)
    factories.record(subject=person)
    factories.record(subject=never_public)
    unknown = client.get(f"/subject/{uuid.uuid4()}/")
    assert unknown.status_code == 404
    for subject in (person, never_public, merged):
        answer = page(client, subject)
        assert answer.status_code == 404
        assert answer.content == unknown.content
        assert answer.headers.items() == unknown.headers.items()


def test_records_of_a_merged_duplicate_are_found_at_the_kept_one(client):
    kept = factories.subject()
    record = factories.record(subject=factories.subject(merged_into=kept))
    assert record.document_number in page(client, kept).content.decode()


def test_basics_and_former_names(client):
    subject = factories.subject("虚构市新名字有限公司", former=("虚构市旧名字厂",))
    text = page(client, subject).content.decode()
    for shown in ("虚构市新名字有限公司", subject.code, "虚构市旧名字厂", "没有正在公示的行政许可"):
        assert shown in text


def test_how_late_in_working_days(client):
    # A week from Monday on which Wednesday is a holiday: due on Monday, out on Friday.
    monday = ago(14 + DAY.weekday())
    CalendarDay.objects.update_or_create(day=monday + timedelta(days=2), defaults={"working": False})
    for offset in (1, 3, 4):
        CalendarDay.objects.update_or_create(day=monday + timedelta(days=offset), defaults={"working": True})
    record = factories.record(decided_on=monday - timedelta(days=9), due=monday, public_from=monday + timedelta(days=4))
    assert "迟 3 个工作日" in page(client, record.subject).content.decode()


def test_on_time_stock_and_derived_class(client):
    subject = factories.subject()
    factories.record(subject=subject)
    factories.record(subject=subject, stock=True, due=None)
    factories.record("penalty", subject=subject, seriousness="serious", derived="general", public_until=ago(-30))
    text = page(client, subject).content.decode()
    for shown in ("按时公示", "存量数据，不计迟报", "严重（审核认定）", ago(-30).isoformat(), "权利告知"):
        assert shown in text


def test_sections_turn_their_pages_by_themselves(client):
    subject = factories.subject()
    batch = factories.submission()
    licences = [
        factories.record(
            subject=subject, submission=batch, decided_on=ago(20 + number), document_number=f"许〔{number:03}〕号"
        )
        for number in range(41)
    ]
    for number in range(21):
        factories.record("penalty", subject=subject, submission=batch, document_number=f"罚〔{number:03}〕号")
    first = page(client, subject).content.decode()
    assert "41 条" in first
    assert "21 条" in first
    assert first.count('class="record ') == 40
    last = page(client, subject, "?licence=3&penalty=2").content.decode()
    assert last.count('class="record ') == 2
    assert licences[40].document_number in last  # the oldest decision
    assert "?penalty=2&amp;licence=2#licence" in last
    for beyond in ("?licence=4", "?licence=0", "?licence=x", "?licence=-1", "?licence=9999999999"):
        assert page(client, subject, beyond).status_code == 404


def test_text_of_departments_is_escaped(client):
    record = factories.record(content={"XK_NR": "<script>alert(1)</script>"})
    text = page(client, record.subject).content.decode()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_two_queries_and_the_calendar_where_something_was_late(client, django_assert_num_queries):
    subject = factories.subject(former=("虚构市旧名字厂",))
    for _ in range(6):
        factories.record(subject=subject)
    with django_assert_num_queries(2):
        page(client, subject)
    for _ in range(3):
        factories.record("penalty", subject=subject, due=ago(9))
    with django_assert_num_queries(4):
        page(client, subject)


def test_no_cookie_and_no_cached_copy(client):
    answer = page(client, factories.subject())
    assert not answer.cookies
    assert answer.headers["Vary"] == "Cookie"  # of the way it is shown, and nothing else
    assert "no-cache" in answer.headers["Cache-Control"]


def test_between_the_last_day_and_the_sweep_every_sentence_is_true(client):
    """The subject is still found; nothing says that something about it is public."""
    subject = factories.subject("虚构市昨日到期有限公司")
    factories.record("penalty", subject=subject, public_until=ago(1))
    found = client.get("/search?" + urlencode({"q": "昨日到期", "pass": passes.issue("昨日到期")})).content.decode()
    assert subject.name in found
    assert "公示中" not in found
    assert "正在公示" not in found
    page = client.get(f"/subject/{subject.public_id}/").content.decode()
    assert "没有正在公示的行政处罚" in page
    assert "没有正在公示的行政许可" in page
    assert "<strong>0</strong></span>" in page
    assert not re.search(r"<strong>[1-9]", page)
