"""The page of a subject: tabs with counts, timeline, structured data, QR, and the way to where staff see the source. Source: G3, G8."""

import json
import re
import uuid

import pytest
from django.test import Client

from blacklists.models import Entry
from publicity import kept_pages
from publicity.subject_page import PER_PAGE
from records.models import Mark, Record
from subjects.models import Subject
from tests import factories
from tests.blacklists.walking import honoured
from tests.credit_reports.reporting import full, penalty
from tests.factories import DAY, ago
from tests.records.making import staff
from tests.workbench.conftest import enter

pytestmark = pytest.mark.django_db
EVIL = "虚构</script><img src=x onerror=1>&{0}有限公司"


def page_of(subject) -> str:
    return Client().get(f"/subject/{subject.public_id}/").content.decode()


def tabs(page: str) -> dict[str, int]:
    """Chapter → how many; the links among them lead to something on the page."""
    (nav,) = re.findall(r'<nav class="tabs".*?</nav>', page, re.S)
    for anchor in re.findall(r'href="#([^"]+)"', nav):
        assert f'id="{anchor}"' in page, anchor
    return {title: int(count) for title, count in re.findall(r">([^<>]+) <strong>(\d+)</strong>", nav)}


def data_of(page: str) -> dict:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return json.loads(text)


def test_tabs_count_what_is_public_in_the_national_order():
    company = full(staff())
    page = page_of(company)
    assert tabs(page) == {
        "行政管理": 4, "诚实守信": 1, "严重失信主体名单": 1, "经营异常": 0, "信用承诺": 0, "信用评价": 0, "失信被执行人": 0,
        "司法判决": 0,
    }  # fmt: skip
    nav = page[page.index('class="tabs"') :]
    assert 'href="#basics"' in nav, "name and code are there, whatever is on file"
    assert 'href="#licence"' in nav
    assert 'href="#black-list"' in nav
    assert 'href="#abnormal"' not in nav, "nothing to go to"
    assert (
        page.index('id="licence"')
        < page.index('id="penalty"')
        < page.index('id="honour"')
        < page.index('id="black-list"')
    )


def standing(page: str) -> list[tuple[str, str]]:
    """(tone, words) at the head; what leads somewhere leads to something on the page."""
    (told,) = re.findall(r'<ul class="standing".*?</ul>', page, re.S)
    for anchor in re.findall(r'href="#([^"]+)"', told):
        assert f'id="{anchor}"' in page, anchor
    return re.findall(r'class="state state-(\w+)"[^>]*>([^<]+)<', told)


def test_the_head_says_what_is_held_against_whom_and_what_is_in_dispute():
    people = staff()
    company = full(people)
    told = dict(reversed(pair) for pair in standing(page_of(company)))
    assert any(words.startswith("列入严重失信主体名单，至") and tone == "bad" for words, tone in told.items())
    count = Record.objects.public(DAY).filter(subject=company, kind="penalty").count()
    assert told[f"行政处罚 {count} 条"] == "bad"
    clean = factories.record("licence").subject
    assert standing(page_of(clean)) == [("info", "没有正在公示的行政处罚、失信名单、经营异常和违背承诺信息")]


def test_what_is_in_dispute_is_counted_on_whatever_page_it_stands():
    people, company = staff(), factories.subject()
    old = penalty(people, company, decided_on=ago(40))
    for _ in range(PER_PAGE):
        penalty(people, company)
    Mark.objects.create(target_id=old.public_id, kind="objection", since=ago(1), case_id=uuid.uuid4())
    first, second = page_of(company), Client().get(f"/subject/{company.public_id}/?penalty=2").content.decode()
    assert ("wait", "带有标注 1 条，请勿当作最后结论") in standing(first)
    assert ("wait", "异议处理中 1 条，请勿当作最后结论") in standing(second)
    assert 'class="marked"' in second
    assert 'class="marked"' not in first


def test_the_timeline_has_the_latest_first_and_leads_to_each():
    company = factories.subject()
    for days in (30, 10, 20):
        factories.record(
            "licence",
            subject=company,
            decided_on=ago(days),
            public_from=ago(days - 5),
            content={"XK_XKZS": f"{days}号证"},
        )
    page = page_of(company)
    (lines,) = re.findall(r'<details class="timeline">.*?</details>', page, re.S)
    days = re.findall(r'datetime="([^"]+)"', lines)
    assert days == sorted(days, reverse=True)
    assert len(days) == 6
    assert "公示 行政许可：10号证" in lines
    for anchor in re.findall(r'href="#([^"]+)"', lines):
        assert page.count(f'id="{anchor}"') == 1
    assert 'class="timeline"' not in page_of(factories.subject()), "nothing happened"


def test_structured_data_say_who_it_is_and_nothing_that_was_decided():
    company = full(staff())
    said = data_of(page_of(company))
    assert set(said) == {"@context", "@type", "name", "url", "identifier"}
    assert said["identifier"]["value"] == company.code
    assert said["url"] == f"http://testserver/subject/{company.public_id}/"


def test_no_name_becomes_markup():
    company = factories.subject(EVIL, former=(EVIL + "旧",))
    factories.record("licence", subject=company, content={"XK_XKZS": EVIL})
    page = page_of(company)
    assert "<img src=x" not in page
    said = data_of(page)
    assert (said["name"], said["alternateName"]) == (EVIL, [EVIL + "旧"])


def test_the_policy_lets_no_script_of_the_page_run():
    answer = Client().get(f"/subject/{factories.subject().public_id}/")
    assert "unsafe-inline" not in answer["Content-Security-Policy"]  # data in a script element are none to it


def test_what_one_page_says_stands_in_no_other():
    first, second = factories.record().subject, factories.record().subject
    one, other = page_of(first), page_of(second)
    assert first.name in one
    assert first.name not in other
    assert str(first.public_id) not in other
    assert other == page_of(second)


def test_what_left_is_gone_from_all_of_it():
    people = staff()
    company = factories.record("licence", department=people.body).subject
    gone = penalty(people, company, content={"CF_WFXW": "已撤下的违法行为"})
    assert page_of(company).count("已撤下的违法行为") == 3, "card, and twice in the timeline"
    Record.objects.filter(pk=gone.pk).update(state="withdrawn")
    page = page_of(company)
    assert "已撤下的违法行为" not in page
    assert tabs(page)["行政管理"] == 1


def test_as_many_queries_for_much_as_for_little(django_assert_num_queries):
    company, people = factories.subject(), staff()
    Client().get(f"/subject/{company.public_id}/")
    for _ in range(3):
        penalty(people, company, due=None)
        with django_assert_num_queries(2):
            Client().get(f"/subject/{company.public_id}/")


def test_the_qr_is_of_public_subjects_only():
    company = factories.record().subject
    answer = Client().get(f"/subject/{company.public_id}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    person = factories.subject("丙某", kind="person", public=False)
    for one in (person, factories.subject(public=False)):
        assert Client().get(f"/subject/{one.public_id}/qr.svg").status_code == 404
    Subject.objects.filter(pk=company.pk).update(public_since=None)
    assert Client().get(f"/subject/{company.public_id}/qr.svg").status_code == 404


def test_staff_see_batch_and_row_where_they_may():
    people = staff()
    record = penalty(people, factories.subject())
    page = page_of(record.subject)
    assert record.submission.file_name not in page, "nothing of the batch in public"
    assert Client().get(f"/workbench/subjects/{record.subject.public_id}/").status_code == 302
    inside = enter(people.office).get(f"/workbench/subjects/{record.subject.public_id}/").content.decode()
    assert f"/workbench/submissions/{record.submission.public_id}/" in inside
    assert f"第 {record.version.row + record.submission.rows_above} 行" in inside
    stranger = enter(staff().office).get(f"/workbench/subjects/{record.subject.public_id}/").content.decode()
    assert record.submission.file_name not in stranger
    assert record.public_from <= DAY


def test_staff_find_the_way_in_from_the_public_page_and_nobody_after_them_does(settings):
    settings.KEPT_PAGE_SECONDS = 30
    kept_pages._pages.clear()
    people = staff()
    record = penalty(people, factories.subject())
    address, way, file = (
        f"/subject/{record.subject.public_id}/",
        f"/workbench/records/{record.public_id}/",
        f"/workbench/subjects/{record.subject.public_id}/",
    )
    fresh = Client().get(address)
    kept_pages._pages.clear()
    for officer, sees_file in ((people.office, True), (people.clerk, False), (factories.officer("auditor"), True)):
        answer = enter(officer).get(address)
        inside = answer.content.decode()
        assert way in inside
        assert (file in inside) == sees_file, "only for whom it opens"
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert enter(officer).get(way).status_code == 200
        after = Client().get(address)
        assert after.content == fresh.content, "staff left something in the page of the public"
        assert "workbench" not in after.content.decode()
    kept_pages._pages.clear()


def test_no_way_in_for_those_out_of_whose_reach_it_lies():
    record = penalty(staff(), factories.subject())
    public = page_of(record.subject)
    for role in ("clerk", "reviewer", "administrator", "outside"):
        stranger = factories.officer(role)
        assert enter(stranger).get(f"/subject/{record.subject.public_id}/").content.decode() == public, role


def test_every_record_and_entry_has_its_way_in():
    people = staff()
    company = full(people)
    inside = enter(people.office).get(f"/subject/{company.public_id}/").content.decode()
    entry = Entry.objects.public(DAY).get(subject=company)
    assert f"/lists/entries/{entry.public_id}/" in inside
    assert inside.count('class="way-in') == len(re.findall(r'id="r-[0-9a-f]{12}"', inside))


def test_an_entry_of_the_red_list_has_its_way_in():
    people = staff()
    made = honoured(people)
    inside = enter(people.office).get(f"/subject/{made.subject.public_id}/").content.decode()
    assert f"/lists/red/{made.public_id}/" in inside
