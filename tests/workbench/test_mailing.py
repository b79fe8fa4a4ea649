"""Notices by mail: after commit, repeatable, not twice, nothing in them that is nobody's business. Source: C6."""

import re
import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from credit_platform import sweeps
from credit_platform.mail import mail_settings
from credit_platform.mail_server import REFUSALS, ServerDown
from ledger.models import Event
from publicity.status import state
from tests import factories
from workbench import mailing
from workbench.mailing import NEW_NOTICE, drain
from workbench.models import Notice
from workbench.noticing import tell

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TEXT = "有2条信息将在1个工作日后到期，请及时审核。"


@pytest.fixture
def reader():
    return factories.officer("clerk", email="clerk@unit.example")


def put(*people, key="a", text=TEXT, plain=True, **more):
    tell(people, key, text, factories.DAY, link="/workbench/review/", plain=plain, **more)
    return Notice.objects.get(key=key, officer=people[0])


class Failing(EmailBackend):
    """A server that answers as told: an exception a mail, then nothing."""

    answers: list = []

    def send_messages(self, messages):
        if Failing.answers:
            answer = Failing.answers.pop(0)
            if answer:
                raise answer
        return super().send_messages(messages)


@pytest.fixture
def failing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    Failing.answers = []
    return Failing.answers


def test_one_sentence_and_a_link(reader, settings):
    settings.SITE_URL, settings.SITE_NAME = "https://credit.example", "虚构市信用平台"
    notice = put(reader, urgent=True)
    assert drain(NOW) == 1
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["clerk@unit.example"], "【虚构市信用平台】紧急：有一条新通知")
    assert TEXT in letter.body
    assert "https://credit.example/workbench/review/" in letter.body
    assert letter.message()["Message-ID"] == f"<notice-{notice.public_id}@credit.example>"
    notice.refresh_from_db()
    assert (notice.mailed_at, notice.mail_attempts, notice.mail_error) == (NOW, 1, "")


def test_a_second_run_sends_nothing(reader):
    put(reader)
    assert (drain(NOW), drain(NOW), len(mail.outbox)) == (1, 0, 1)
    tell([reader], "a", TEXT, factories.DAY, plain=True)  # the same notice again
    assert drain(NOW) == 0


def test_names_and_numbers_stay_inside(reader):
    put(reader, text="虚构市甲食品有限公司的记录待核对", plain=False)
    put(reader, key="b", text="主体 91210800MA4JURQ201 的记录待核对")
    put(reader, key="c", text="联系电话13800001111")
    assert drain(NOW) == 3
    for letter in mail.outbox:
        assert NEW_NOTICE in letter.body
        assert not re.search("虚构市甲|MA4JURQ|138000", str(letter.message()) + letter.body)


def test_only_those_who_want_it(reader, settings):
    silent = factories.officer("clerk", email="x@unit.example", mail_notices=False)
    tell([reader, silent, factories.officer("clerk")], "a", TEXT, factories.DAY, plain=True)
    assert drain(NOW) == 1
    put(reader, key="b")
    reader.mail_notices = False
    reader.save()
    assert (drain(NOW), len(mail.outbox)) == (0, 1)  # switched off meanwhile
    assert not Notice.objects.get(officer=reader, key="b").mail_wanted
    settings.MAIL_ON = False
    reader.mail_notices = True
    assert not put(reader, key="c").mail_wanted  # no server: nothing piles up for the day one comes


def test_a_failing_server_delays_and_is_seen(reader, failing):
    failing += [ConnectionRefusedError(111, "Connection refused"), None]
    notice = put(reader)
    with pytest.raises(ServerDown, match="1封通知邮件稍后自动重发"):
        drain(NOW)
    notice.refresh_from_db()
    assert (notice.mailed_at, notice.mail_attempts) == (None, 1)
    assert "Connection refused" in notice.mail_error
    assert drain(NOW + timedelta(seconds=30)) == 0  # not yet
    assert drain(NOW + timedelta(minutes=1)) == 1
    failing.append(smtplib.SMTPServerDisconnected("x"))
    put(reader, key="b")
    with pytest.raises(ServerDown):
        sweeps.run("mail", factories.DAY)
    [found] = [sweep for sweep in state(timezone.now())["sweeps"] if sweep["name"] == "mail"]
    assert found["state"] == "failed"
    assert reader.notices.count() == 2  # inside the platform they are there all the time


def test_a_refused_address_holds_nobody_up_and_is_given_up(reader, failing):
    other = factories.officer("clerk", email="other@unit.example")
    put(reader)
    put(other, key="b")
    failing.append(smtplib.SMTPRecipientsRefused({"clerk@unit.example": (550, b"no such user")}))
    assert drain(NOW) == 1
    assert [letter.to for letter in mail.outbox] == [["other@unit.example"]]
    for attempt in range(1, REFUSALS):
        failing.append(smtplib.SMTPRecipientsRefused({"clerk@unit.example": (550, b"no such user")}))
        assert drain(NOW + timedelta(hours=attempt)) == 0
    notice = Notice.objects.get(officer=reader)
    assert (notice.mail_wanted, notice.mail_attempts) == (False, REFUSALS)
    assert notice.mail_error == "SMTPRecipientsRefused"  # never the address
    assert drain(NOW + timedelta(days=1)) == 0


def test_killed_between_server_and_commit_the_second_copy_is_recognised(reader, monkeypatch):
    """The one window: the server has it, our transaction has not."""

    class Killed(BaseException):
        pass

    put(reader)
    with monkeypatch.context() as patch:
        patch.setattr(mailing, "_mark", lambda *args: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed), transaction.atomic():
            drain(NOW)
    assert drain(NOW) == 1
    first, second = (letter.message() for letter in mail.outbox)
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_mailed_of_what_was_rolled_back(reader):
    with transaction.atomic():
        put(reader)
        transaction.set_rollback(True)
    assert drain(NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_two_at_once_send_each_mail_once():
    people = [factories.officer("clerk", email=f"clerk{number}@unit.example") for number in range(12)]
    tell(people, "a", TEXT, factories.DAY, plain=True)
    sent, start = [], threading.Barrier(4)

    def work():
        start.wait()
        try:
            sent.append(drain(NOW))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 12
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(person.email for person in people)
    assert not Notice.objects.filter(mailed_at__isnull=True).exists()


def test_addresses_of_servers():
    found = mail_settings("smtp+tls://robot%40unit:p%2Fw@mail.unit.example:2525")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == (
        "mail.unit.example", 2525, "robot@unit", "p/w",
    )  # fmt: skip
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)
    assert mail_settings("smtps://mail.unit.example")["EMAIL_PORT"] == 465
    assert mail_settings("console:")["EMAIL_BACKEND"].endswith("console.EmailBackend")
    for wrong in ("mail.unit.example", "http://secret@x", "smtp://"):
        with pytest.raises(ValueError) as refused:
            mail_settings(wrong)
        assert "secret" not in str(refused.value)


def test_an_officer_sets_address_and_switch(client, reader):
    client.force_login(reader)
    page = client.get("/accounts/me")
    assert "clerk@unit.example" in page.content.decode()
    answer = client.post("/accounts/me", {"email": "new@unit.example"}, follow=True)
    assert "通知设置已保存" in answer.content.decode()
    reader.refresh_from_db()
    assert (reader.email, reader.mail_notices) == ("new@unit.example", False)
    event = Event.objects.get(object_id=reader.public_id, move="change_mail")
    assert "unit.example" not in event.act.reason + event.act.basis
    assert "请填写完整的邮箱地址" in client.post("/accounts/me", {"email": "no address"}).content.decode()
    assert client.post("/accounts/me", {"email": ""}).status_code == 302
    reader.refresh_from_db()
    assert reader.email == ""
