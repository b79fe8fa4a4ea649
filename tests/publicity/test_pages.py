"""Home, statistics, status, statement and what is shown when something goes wrong."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from credit_platform.volatile import store
from publicity import statistics
from publicity.apps import contact_given, filed
from rules.heartbeats import beat
from rules.schedule import SCHEDULE
from tests import factories
from tests.factories import DAY, ago

pytestmark = pytest.mark.django_db


def test_statistics():
    subject = factories.subject()
    factories.record(subject=subject)
    factories.record(subject=subject, stock=True, due=None)  # no part of the rate
    factories.record("penalty", subject=subject, due=ago(7))  # late
    factories.record("penalty", subject=subject, public_until=ago(1))  # on time, public no more
    factories.record("penalty", subject=subject, state="awaiting", public_from=None)
    factories.record(subject=subject, public_from=ago(400), due=ago(399))  # longer ago than a year
    factories.subject(public=False)
    assert statistics.count(DAY) == {"subjects": 1, "licences": 3, "penalties": 1, "on_time": 66.6}


def test_statistics_of_nothing(client):
    assert statistics.count(DAY)["on_time"] is None
    assert "暂无数据" in client.get("/").content.decode()


def test_statistics_are_kept_and_counted_by_one(django_assert_num_queries):
    first = statistics.recent(DAY)
    with django_assert_num_queries(0):
        assert statistics.recent(DAY) == first
    memory = store()
    memory.delete(f"publicity:counted:statistics:{DAY}")  # while another process counts
    with django_assert_num_queries(0):
        assert statistics.recent(DAY) is None
    memory.flushdb()
    again = statistics.recent(DAY)
    assert again | {"as_of": ""} == first | {"as_of": ""}


def test_footer(client, settings):
    settings.SITE_ORGANISER = "虚构市信用办"
    settings.SITE_ICP = "虚ICP备00000001号"
    settings.SITE_POLICE = "虚公网安备 00000000000001号"
    settings.SITE_CODE = "0000000001"
    text = client.get("/statement").content.decode()
    for shown in (
        "虚构市信用办",
        "虚ICP备00000001号",
        "虚公网安备 00000000000001号",
        "site_code=0000000001",
        "网站找错",
    ):
        assert shown in text


def test_robots(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /search" in text
    assert "Disallow: /subject/" in text


@pytest.mark.parametrize("path", ["/nowhere", "/subject/x/", "/search/x"])
def test_not_found(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()
    assert path not in answer.content.decode()


def test_server_error_needs_nothing(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("publicity.views.statistics.recent", lambda on: 1 / 0)
    with django_assert_num_queries(0):
        answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "不是您的错" in text
    [style] = re.findall(r'href="/static/([^"]+css)"', text)
    assert (configured.BASE_DIR / "static" / style).exists()


@pytest.mark.parametrize("name", ["home", "search", "statement", "status"])
def test_public_pages_set_no_cookie(client, name):
    for job in SCHEDULE:  # else the status page, asked long after the start, says that they are silent
        beat(job.name, DAY, 0)
    answer = client.get(reverse(f"publicity:{name}"))
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Content-Security-Policy" in answer.headers


def test_templates_hold_no_inline_script_or_style():
    """The content security policy would block it."""
    folder = Path(configured.BASE_DIR) / "templates"
    for path in folder.rglob("*.html"):
        text = path.read_text()
        text = text.replace('<script type="application/ld+json">', "")  # data, which no browser runs
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|\|safe", text), path


def test_a_site_that_names_nobody_is_warned_of(settings):
    assert contact_given(None) == []  # the demo has an invented one
    assert "演示号码" in settings.SITE_PHONE
    settings.SITE_PHONE = settings.SITE_ADDRESS = settings.SITE_EMAIL = ""
    assert [one.id for one in contact_given(None)] == ["publicity.W001"]


def test_a_real_site_is_warned_of_each_number_that_its_footer_lacks(client, settings):
    settings.SITE_ICP = settings.SITE_POLICE = ""
    assert filed(None) == []  # the demo
    settings.DEMO = False
    assert [one.id for one in filed(None)] == ["publicity.W002", "publicity.W003"]
    text = client.get("/statement").content.decode()
    assert "beian" not in text, "nothing is imitated"
    settings.SITE_ICP = "虚ICP备00000001号"
    assert [one.id for one in filed(None)] == ["publicity.W003"]
    settings.SITE_POLICE = "虚公网安备 00000000000001号"
    assert filed(None) == []


def test_a_printed_subject_names_its_address(client):
    subject = factories.record().subject
    address = reverse("publicity:subject", args=[subject.public_id])
    assert f"http://testserver{address}</span>" in client.get(address).content.decode().partition("print-only")[2]
