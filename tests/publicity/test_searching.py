"""The three steps by plain requests, as a browser without scripts sends them. Source: G1, G2, G5."""

import html
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from captcha.models import CaptchaStore
from django.test import Client
from django.utils import timezone

from publicity import passes
from subjects.models import Subject
from subjects.search import Found, Hit, Why
from tests import factories
from tests.accounts.invented import id_number

pytestmark = pytest.mark.django_db


def form(answer):
    """What the page's form would send: the hidden key, and the answer that a person reads off the picture."""
    key = re.search(r'name="key" value="([0-9a-f]{40})"', answer.content.decode())[1]
    return {"key": key, "answer": CaptchaStore.objects.get(hashkey=key).response}


def search(client, query, **more):
    return client.post("/search", {"q": query, **form(client.get("/")), **more})


def results(client, query, page=""):
    return client.get("/search?" + urlencode({"q": query, "pass": passes.issue(query)}) + page)


def test_three_steps():
    client = Client(enforce_csrf_checks=True)
    subject = factories.subject("虚构市红旗镁业有限公司", former=("虚构市东风耐火材料厂",))
    answer = search(client, "红旗镁业")
    assert answer.status_code == 303
    found = client.get(answer.url)
    assert subject.name in found.content.decode()
    assert f"/subject/{subject.public_id}/" in found.content.decode()
    assert "<strong>1</strong>" in found.content.decode()
    assert not client.cookies


def test_a_former_name_says_so(client):
    factories.subject("虚构市红旗镁业有限公司", former=("虚构市东风耐火材料厂",))
    assert '曾用名：<span translate="no">虚构市东风耐火材料厂</span>' in results(client, "东风耐火").content.decode()
    assert "曾用名" not in results(client, "红旗镁业").content.decode()


def test_by_code(client):
    subject = factories.subject()
    assert subject.name in results(client, subject.code).content.decode()


def test_natural_persons_are_not_found(client):
    factories.subject("红旗某人", kind="person", public=False)
    factories.subject("红旗未公开有限公司", public=False)
    assert "没有找到" in results(client, "红旗").content.decode()


def test_an_answer_buys_one_search(client):
    sent = {"q": "红旗", **form(client.get("/"))}
    assert client.post("/search", sent).status_code == 303
    again = client.post("/search", sent)
    assert again.status_code == 200
    assert "验证码不对或已超过 3 分钟" in again.content.decode()


def test_a_wrong_answer_keeps_the_query_and_brings_a_new_picture(client):
    sent = form(client.get("/"))
    answer = client.post("/search", {"q": "红旗<", "key": sent["key"], "answer": "x"})
    assert 'value="红旗&lt;"' in answer.content.decode()
    assert form(answer)["key"] != sent["key"]


def test_no_answer_is_asked_for_and_not_called_wrong(client):
    sent = form(client.get("/"))
    page = client.post("/search", {"q": "红旗", "key": sent["key"], "answer": "　 "}).content.decode()
    assert "请填写验证码" in page
    assert "不对" not in page


def test_what_is_too_short_spends_no_captcha(client):
    factories.subject("红旗镁业有限公司")
    sent = form(client.get("/"))
    page = client.post("/search", {"q": "红", **sent})
    assert "至少输入名称中的两个字" in page.content.decode()
    assert f'value="{sent["answer"]}"' in page.content.decode(), "nobody types it again"
    assert client.post("/search", {"q": "红旗", **sent}).status_code == 303


def test_another_search_starts_from_this_one(client):
    factories.subject("红旗&镁业有限公司")
    for query in ("红旗&镁业", "没有这一家"):
        page = results(client, query).content.decode()
        again = re.search(r'href="(/search[^"]*)">重新查询', page)[1]
        assert f'value="{html.escape(query)}"' in client.get(html.unescape(again)).content.decode()


def test_full_width_digits_count(client):
    sent = form(client.get("/"))
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in sent["answer"])
    assert client.post("/search", {"q": "红旗", **sent, "answer": f" {wide} "}).status_code == 303


def test_another_picture_keeps_the_query_and_spends_nothing(client):
    sent = form(client.get("/"))
    answer = client.post("/search", {"q": "红旗", **sent, "again": "1"})
    page = client.get(answer.url.split("#")[0])
    assert 'value="红旗"' in page.content.decode()
    assert form(page)["key"] != sent["key"]


def test_nothing_to_search_for_spends_nothing(client):
    sent = form(client.get("/"))
    assert "请填写要查的名称" in client.post("/search", {"q": "  ", **sent}).content.decode()
    assert CaptchaStore.objects.filter(hashkey=sent["key"]).exists()


@pytest.mark.parametrize("query", ["红", "（）", "?"])
def test_too_short_says_what_to_do(client, query):
    answer = results(client, query)
    assert answer.status_code == 200
    assert "两个字" in answer.content.decode()


def test_nothing_found_says_what_to_try(client):
    text = results(client, "查无此名").content.decode()
    assert '没有找到“<span translate="no">查无此名</span>”' in text
    assert "曾用名" in text


@pytest.mark.parametrize("given", [None, "", "x", "1:2", "1u:AAAA"])
def test_without_a_pass_the_captcha_is_asked(client, given):
    subject = factories.subject("虚构市红旗镁业有限公司")
    query = {"q": "红旗镁业"} | ({} if given is None else {"pass": given})
    text = client.get("/search?" + urlencode(query)).content.decode()
    assert subject.name not in text
    assert 'value="红旗镁业"' in text


def test_the_pass_is_bound_to_the_query():
    given = passes.issue("红旗 镁业")
    assert passes.holds("红旗 镁业", given)
    assert passes.holds(" 红旗　镁业 ", given)  # another width of the same blank
    assert not passes.holds("红旗", given)
    assert not passes.holds("红旗 镁业 ", given[:-1])
    assert passes.holds("ＡＢＣ", passes.issue("abc"))


@pytest.mark.parametrize(("seconds", "good"), [(599, True), (602, False)])
def test_the_pass_holds_ten_minutes(client, seconds, good):
    subject = factories.subject("虚构市红旗镁业有限公司")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        url = "/search?" + urlencode({"q": "红旗镁业", "pass": passes.issue("红旗镁业")})
        clock.shift(timedelta(seconds=seconds))
        text = client.get(url).content.decode()
    assert (subject.name in text) is good
    assert ("已超过 10 分钟" in text) is not good


def test_pages_of_one_search_need_no_second_captcha(client):
    for number in range(25):
        factories.subject(f"虚构市红旗{number:02}有限公司")
    first = results(client, "红旗").content.decode()
    assert "<strong>25</strong>" in first
    assert "第 1 页，共 2 页" in first
    link = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = client.get("/search" + link).content.decode()
    assert second.count('class="result-name"') == 5
    assert not set(re.findall(r"/subject/[^/]+/", first)) & set(re.findall(r"/subject/[^/]+/", second))
    for beyond in ("&page=3", "&page=0", "&page=x", "&page=51"):
        assert results(client, "红旗", beyond).status_code == 404


def test_beyond_a_thousand_it_says_more(client, monkeypatch):
    subject = factories.subject()
    hit = Hit(subject.pk, subject.public_id, subject.name, subject.code, subject.name, Why.NAME)
    monkeypatch.setattr(
        "publicity.views.find", lambda query, limit, offset, only: Found([hit] * 20, lambda: (1001, False))
    )
    assert "<strong>1,000 以上</strong>" in results(client, "有限公司").content.decode()
    assert "最多显示前 1,000 家" in results(client, "有限公司", "&page=50").content.decode()


@pytest.mark.parametrize(
    "query", ["\0红旗", "红旗\0", "%00", "'; DROP TABLE subjects_subject; --", "红" * 5000, "\ud83d"]
)
def test_odd_queries_are_answered(client, query):
    factories.subject("虚构市红旗镁业有限公司")
    for answer in (search(client, query.encode(errors="replace").decode()), client.get("/search", {"q": "\0"})):
        if answer.status_code == 303:
            answer = client.get(answer.url)
        assert answer.status_code in (200, 400)
    assert client.post("/search", {"q": "红旗", "key": "\0", "answer": "\0"}).status_code == 400
    assert client.get("/captcha/%00.png").status_code == 400
    assert Subject.objects.exists()


# An ID number and a mobile number as people write them, and a bank card: all of nobody.
NOBODY = id_number(1)
PERSONAL = [NOBODY, f"{NOBODY[:6]} {NOBODY[6:14]} {NOBODY[14:]}", "１３８００１３８０００", "6222021234567890128"]


@pytest.mark.parametrize("query", PERSONAL)
def test_the_number_of_a_person_gets_into_no_address(client, query):
    sent = form(client.get("/"))
    for more in ({}, {"again": "1"}):
        answer = client.post("/search", {"q": query, **sent, **more})
        assert (answer.status_code, "Location" in answer.headers) == (200, False)
        assert "请勿输入身份证号" in answer.content.decode()
        assert query not in answer.content.decode()
    assert CaptchaStore.objects.filter(hashkey=sent["key"]).exists()  # not spent on it
    for answer in (client.get("/search", {"q": query}), results(client, query)):
        assert "请勿输入身份证号" in answer.content.decode()
        assert query not in answer.content.decode()


def test_codes_are_no_numbers_of_persons(client):
    subject = factories.subject()
    assert search(client, subject.code).status_code == 303
    assert search(client, "210882000012345").status_code == 303  # an old registration number
