"""E-mail of an account and the forgotten password: links of one use, nobody learns who has an account, nothing in the mail. Source: F1."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from ledger.models import Act, Event
from representation import mailing, registering
from representation.models import MailLink
from tests.representation.making import PASSWORD, by_person, enter, number_of, representative
from tests.representation.test_entering import log_in, solved

pytestmark = pytest.mark.django_db
BOX = "shop.owner@mail.example"
NEW = "ling-wai-2026-kou-ling"


@pytest.fixture(autouse=True)
def server(settings):
    settings.MAIL_ON, settings.SITE_URL = True, "https://credit.example"


def token_of(link: MailLink) -> str:
    """As it stands in the mail, once the worker has sent it."""
    assert mailing.send(link.pk, now=timezone.now())
    assert not mailing.send(link.pk, now=timezone.now()), "never the same link twice"
    return re.search(r"link=([\w-]+)", mail.outbox[-1].body)[1]


@pytest.fixture
def row():
    made = representative()
    token = token_of(mailing.ask_to_confirm(made, BOX, now=timezone.now()))
    client = enter(made)
    assert "确认邮箱" in client.get(f"/my/account/mail?link={token}").content.decode()
    made.refresh_from_db()
    assert made.email == "", "opening the link does nothing yet"
    assert "等您打开确认邮件" in client.get("/my/account/").content.decode()
    client.post("/my/account/mail", {"link": token, "confirm": "1"})
    made.refresh_from_db()
    assert made.email == BOX
    assert "等您打开确认邮件" not in client.get("/my/account/").content.decode()
    return made


def asked(row) -> str:
    return token_of(mailing.ask_to_reset(row.username, BOX, now=timezone.now()))


def test_from_the_mail_to_a_new_password(row):
    row.sealed_factor, row.factor_since = "x", timezone.localdate()
    row.save()
    old, token = enter(row), asked(row)
    said = mail.outbox[-1]
    assert said.to == [BOX]
    for private in (row.name, row.username, row.mobile):
        assert private not in said.subject + said.body
    address = f"/my/forgotten?link={token}"
    fresh = Client()
    assert "设置新口令" in fresh.get(address).content.decode()
    assert "不能全是数字" in fresh.post(address, {"link": token, "password": "1", "again": "1"}).content.decode()
    assert fresh.post(address, {"link": token, "password": NEW, "again": NEW})["Location"] == "/my/log-in"
    assert old.get("/my/account/").status_code == 302, "every session has ended"
    row.refresh_from_db()
    assert row.check_password(NEW)
    _, answer = log_in(row, NEW)
    assert answer["Location"].startswith("/my/second-factor"), "the second factor is asked for as before"
    assert fresh.get(address)["Location"] == "/my/forgotten", "one use"
    assert Event.objects.filter(object_id=row.public_id).last().move == "mail_reset_subject_password"
    assert Act.objects.filter(what="mail_reset_subject_password").count() == 1
    stored = repr(list(MailLink.objects.values())) + repr(list(type(row).objects.values()))
    assert BOX not in stored
    assert token not in stored


def test_a_link_lasts_half_an_hour_and_gives_way_to_what_came_later(row):
    first, now = asked(row), timezone.now()
    assert mailing.whose(first, now + timedelta(minutes=29)) == row
    assert mailing.whose(first, now + timedelta(minutes=31)) is None
    with pytest.raises(registering.Refused, match="失效"):
        mailing.reset(first, NEW, now=now + timedelta(minutes=31), on=now.date())
    second = asked(row)
    mailing.reset(second, NEW, now=now, on=now.date())
    with pytest.raises(registering.Refused, match="失效"):
        mailing.reset(first, NEW, now=now, on=now.date())
    confirming = token_of(mailing.ask_to_confirm(row, "other@mail.example", now=now))
    assert mailing.whose(confirming, now) is None, "a link confirms or resets, never both"
    with pytest.raises(registering.Refused, match="失效"):
        mailing.confirm(representative(), confirming, actor=by_person(row)["actor"], now=now, on=now.date())


def test_whoever_asks_learns_nothing_and_not_often(row, monkeypatch):
    sent = []
    monkeypatch.setattr("representation.views.mail.start_sending", sent.append)
    answers = set()
    for name, box in ((row.username, BOX), (row.username, "wrong@mail.example"), ("nobody-here", BOX)):
        client = Client()
        answer = client.post("/my/forgotten", {"username": name, "email": box, **solved()})
        page = client.get("/my/log-in").content.decode()
        answers.add((answer.status_code, answer["Location"], "登录名和邮箱对得上的" in page))
    assert answers == {(302, "/my/log-in", True)}
    assert len(sent) == 1
    for _ in range(5):
        mailing.ask_to_reset(row.username, BOX, now=timezone.now())
    assert row.mail_links.filter(purpose="reset").count() <= mailing.AN_HOUR
    last = [Client().post("/my/forgotten", {"username": "nobody-here", "email": BOX, **solved()}) for _ in range(5)][-1]
    assert last.status_code == 429, "an unknown name is counted like a known one"
    wrong = Client().post("/my/forgotten", {"username": "x123", "email": BOX, "key": "", "answer": ""})
    assert wrong.status_code == 200


def test_the_mail_box_needs_the_password_and_goes_with_a_stranger(row):
    client = enter(row)
    page = client.post("/my/account/mail", {"email": "new@mail.example", "password": "wrong"}).content.decode()
    assert "口令不正确" in page
    assert client.post("/my/account/mail", {"email": "new@mail.example", "password": PASSWORD}).status_code == 302
    row.refresh_from_db()
    assert row.email == BOX, "the old one holds until the new one is confirmed"
    token = asked(row)
    registering.prove(row, "government", actor=by_person(row)["actor"], on=timezone.localdate())
    assert mailing.whose(token, timezone.now()) is None
    with pytest.raises(registering.Refused):
        mailing.reset(token, NEW, now=timezone.now(), on=timezone.localdate())
    other = representative(number=number_of())
    assert mailing.ask_to_reset(other.username, BOX, now=timezone.now()) is None


def test_where_no_mails_go_out_the_pages_say_so(row, settings):
    settings.MAIL_ON = False
    assert "没有接通邮件服务" in Client().get("/my/forgotten").content.decode()
    assert "没有接通邮件服务" in enter(row).get("/my/account/mail").content.decode()
    Client().post("/my/forgotten", {"username": row.username, "email": BOX, **solved()})
    assert not row.mail_links.filter(purpose="reset").exists()
    with pytest.raises(registering.Refused, match="没有接通"):
        mailing.ask_to_confirm(row, BOX, now=timezone.now())
