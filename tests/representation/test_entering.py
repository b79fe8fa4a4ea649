"""The second door: registering, log-in, lock-out, second factor, sessions; never an officer's. Source: F1."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from captcha.models import CaptchaStore
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from credit_platform import captcha
from ledger.models import Act
from representation import claiming, second_factor, trying
from representation.models import Representative, WrongTry
from representation.registering import person_key
from tests import factories
from tests.records.making import staff
from tests.representation.making import PASSWORD, by_person, claimed, enter, number_of, representative

pytestmark = pytest.mark.django_db
LOG_IN = "/my/log-in"


def log_in(row, password=PASSWORD, client=None, **more):
    client = client or Client()
    return client, client.post(LOG_IN, {"username": row.username, "password": password}, **more)


def form(**fields) -> dict:
    return {
        "name": "甲某", "id_number": number_of(), "mobile": "13912345678", "username": "shopowner",
        "password": "long-enough-2026", "again": "long-enough-2026", **solved(),
    } | fields  # fmt: skip


def solved() -> dict:
    """A captcha and its answer."""
    key = captcha.new_key()
    return {"key": key, "answer": CaptchaStore.objects.get(hashkey=key).response}


def test_registering_logs_in_and_leads_to_the_claims():
    client = Client()
    old = client.session.session_key
    sent = form()
    answer = client.post("/my/register", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/my/claims/")
    row = Representative.objects.get()
    assert row.person_key == person_key(sent["id_number"])
    assert (row.name, row.mobile) == ("甲某", "13912345678")
    stored = repr(Representative.objects.values().get())
    assert not any(text in stored for text in ("甲某", "13912345678", sent["id_number"], "long-enough"))
    assert client.session.session_key != old
    assert "认领企业" in client.get("/my/claims/").content.decode()
    assert client.get("/my/")["Location"] == "/my/claims/"  # nobody's representative yet
    assert not Act.objects.filter(actor__contains="甲某").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"id_number": "110101190001010011"}, "身份证号"),
        ({"name": "甲1"}, "姓名"),
        ({"mobile": "12345"}, "11位"),
        ({"username": "13912345678"}, "登录名"),
        ({"password": "1234567890", "again": "1234567890"}, "数字"),
        ({"again": "another-one-2026"}, "不一致"),
    ],
)
def test_what_is_wrong_is_said_and_the_number_is_not_repeated(fields, words):
    sent = form(**fields)
    page = Client().post("/my/register", sent).content.decode()
    assert words in page
    assert sent["id_number"] not in page
    assert not Representative.objects.exists()


def test_all_that_is_wrong_is_said_at_once_each_beside_its_field():
    """Number, password and captcha are typed anew each time: one mistake after the other would cost them as often."""
    wrong = {"mobile": "12345", "username": "li", "password": "1234567890", "again": "1234567890", "answer": "x"}
    page = Client().post("/my/register", form(**wrong)).content.decode()
    for words in ("应为11位数字", "登录名至少4个字", "数字", "验证码不对或者过期了", "要再填一次"):
        assert words in page
    assert page.index("应为11位数字") > page.index('id="id_mobile"')
    assert not Representative.objects.exists()


def test_each_try_takes_a_captcha_of_its_own():
    """So that nobody asks for numbers by the thousand which of them hold an account."""
    taken = form()
    Client().post("/my/register", taken)
    for sent in (form(answer="x"), form(key="none"), {**form(), "key": taken["key"], "answer": taken["answer"]}):
        page = Client().post("/my/register", sent).content.decode()
        assert "验证码不对或者过期了" in page
        assert sent["id_number"] not in page
    refused = form(id_number=taken["id_number"], username="another")
    assert "不能在网上开设" in Client().post("/my/register", refused).content.decode()
    assert not CaptchaStore.objects.filter(hashkey=refused["key"]).exists()
    assert Representative.objects.count() == 1


def test_one_person_one_account_and_one_address_not_too_many(monkeypatch):
    first = form()
    Client().post("/my/register", first)
    page = Client().post("/my/register", first | {"username": "another"} | solved()).content.decode()
    assert "不能在网上开设" in page
    page = Client().post("/my/register", form(username="shopowner")).content.decode()
    assert "已有人使用" in page
    monkeypatch.setattr("representation.registering.A_DAY", 1)
    assert "最多开设" in Client().post("/my/register", form(username="third")).content.decode()
    assert Representative.objects.count() == 1


def test_log_in_by_name_or_mobile_and_out():
    row = claimed().representative
    client, answer = log_in(row)
    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    assert client.get("/my/").status_code == 200
    client.post("/my/log-out")
    assert client.get("/my/").status_code == 302
    answer = Client().post(LOG_IN, {"username": row.mobile, "password": PASSWORD})
    assert answer.status_code == 302


def test_the_way_back_and_nowhere_else():
    row = claimed().representative
    answer = Client().get("/my/account/")
    assert answer["Location"] == "/my/log-in?next=/my/account/"
    for wanted, got in (("/my/account/", "/my/account/"), ("https://evil.example/", "/my/")):
        sent = {"username": row.username, "password": PASSWORD, "next": wanted}
        assert Client().post(LOG_IN, sent)["Location"] == got


def test_wrong_tries_shut_the_door_for_known_and_unknown_names_alike(monkeypatch):
    row = representative()
    for name in (row.username, "nobody"):
        for _ in range(trying.OF_BOTH):
            answer = Client().post(LOG_IN, {"username": name, "password": "wrong"})
            assert answer.status_code == 200
        assert Client().post(LOG_IN, {"username": name, "password": PASSWORD}).status_code == 429
    other = {"REMOTE_ADDR": "10.1.1.1"}  # the owner elsewhere gets in
    assert log_in(row, **other)[1].status_code == 302
    assert log_in(row)[1].status_code == 429
    later = timezone.now() + timedelta(minutes=trying.MINUTES, seconds=1)
    assert trying.enter(row.username, PASSWORD, "127.0.0.1", later) == row
    assert not WrongTry.objects.filter(at__lt=later - timedelta(days=1)).exists()
    monkeypatch.setattr(trying, "OF_A_NAME", 1)
    Client().post(LOG_IN, {"username": row.username, "password": "wrong"}, REMOTE_ADDR="10.1.1.2")
    assert log_in(row, REMOTE_ADDR="10.1.1.3")[1].status_code == 429


def test_an_officer_is_nobody_here_and_the_other_way_round():
    claim, people = claimed(), staff()
    client = enter(claim)
    assert client.get("/workbench/")["Location"].startswith("/accounts/log-in")
    client.force_login(people.office, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/my/")["Location"].startswith(LOG_IN)
    assert client.get("/workbench/").status_code == 200
    _, answer = log_in(claim.representative, client=client)  # it begins with a flush
    assert answer.status_code == 302
    assert client.get("/my/").status_code == 200
    assert client.get("/workbench/").status_code == 302


def test_sight_and_session_end_at_once():
    company, people = factories.subject(), staff()
    mine, fellow = claimed(company, people), claimed(company, people)
    client, theirs = enter(mine), enter(fellow)
    assert theirs.get("/my/").status_code == 200
    assert client.post(f"/my/claims/{fellow.public_id}/remove", {"reason": "已离职"}).status_code == 302
    assert theirs.get("/my/")["Location"].startswith(LOG_IN)
    assert client.get("/my/").status_code == 200
    key = client.session.session_key
    client.post(f"/my/claims/{mine.public_id}/withdraw")  # one's own session goes on, under another key
    assert client.get("/my/claims/").status_code == 200
    assert client.session.session_key != key
    assert client.get("/my/")["Location"] == "/my/claims/"


def test_a_new_password_ends_the_other_sessions():
    claim = claimed()
    client, other = enter(claim), enter(claim)
    sent = {"old": PASSWORD, "password": "quite-another-2026", "again": "quite-another-2026"}
    assert "原口令不正确" in client.post("/my/account/password", sent | {"old": "x"}).content.decode()
    assert client.post("/my/account/password", sent).status_code == 302
    assert client.get("/my/").status_code == 200
    assert other.get("/my/").status_code == 302


def test_the_second_factor_once_bound_is_asked_for():
    claim = claimed()
    row, client = claim.representative, enter(claim)
    page = client.get("/my/account/factor").content.decode()
    row.refresh_from_db()
    assert second_factor.written(row) in page
    code = f"{TOTP(second_factor.secret_of(row)).token():06d}"
    assert client.post("/my/account/factor", {"token": code})["Location"] == "/my/account/"
    row.refresh_from_db()
    assert row.factor_since
    stolen, answer = log_in(row)
    assert answer["Location"] == "/my/second-factor"
    assert stolen.get("/my/").status_code == 302
    assert "已用过" in stolen.post("/my/second-factor", {"token": code}).content.decode()
    row.factor_step = 0
    row.save()
    assert stolen.post("/my/second-factor", {"token": code})["Location"] == "/my/"
    assert stolen.get("/my/").status_code == 200


def test_it_can_be_required(settings):
    settings.SUBJECT_SECOND_FACTOR_REQUIRED = True
    client, answer = log_in(claimed().representative)
    assert answer["Location"] == "/my/enrol"
    assert client.get("/my/")["Location"].startswith("/my/enrol")


class Service:
    """An identity service, for tests: whoever comes back with the word."""

    key, title, person_said = "province", "省统一身份认证", None

    def address(self, back, state):
        return f"https://id.example/login?back={back}&state={state}"

    def person(self, answer, back):
        return self.person_said

    def mistake(self, name, id_number):
        return ""


def test_the_identity_service_opens_accounts_and_takes_them_back(settings, monkeypatch):
    from representation.identity import Person

    settings.IDENTITY_PROVIDER = "tests.representation.test_entering.Service"
    number = number_of()
    monkeypatch.setattr(Service, "person_said", Person("甲某", number))
    client = Client()
    assert "用省统一身份认证登录" in client.get(LOG_IN).content.decode()
    state = re.search("state=(.+)", client.get("/my/identity/start")["Location"])[1]
    assert client.get("/my/identity/back", {"state": "forged"})["Location"] == LOG_IN
    state = re.search("state=(.+)", client.get("/my/identity/start")["Location"])[1]
    assert client.get("/my/identity/back", {"state": state})["Location"] == "/my/register"
    sent = {key: value for key, value in form().items() if key not in ("name", "id_number")}
    assert client.post("/my/register", sent)["Location"] == "/my/claims/"
    row = Representative.objects.get()
    assert (row.name, row.proven_by, row.person_key) == ("甲某", "province", person_key(number))
    # Somebody else's account in one's own name: the person proves who they are, the squatter is out.
    squat = representative("乙某", other := number_of())
    monkeypatch.setattr(Service, "person_said", Person("乙某", other))
    client = Client()
    state = re.search("state=(.+)", client.get("/my/identity/start")["Location"])[1]
    assert client.get("/my/identity/back", {"state": state})["Location"].startswith("/my/first-password")
    assert log_in(squat)[1].status_code == 200


def test_closing_an_account_ends_what_it_may_do():
    claim = claimed()
    client = enter(claim)
    assert client.post("/my/account/close")["Location"] == "/my/account/"
    client.post("/my/account/close", {"sure": "1"})
    assert client.get("/my/").status_code == 302
    assert log_in(claim.representative)[1].status_code == 200
    fellow = claimed(claim.subject)
    assert claiming.fellows(fellow, factories.DAY) == []


def test_choosing_among_several_subjects():
    row = representative()
    first, second = claimed(person=row), claimed(person=row)
    client = enter(first)
    assert first.subject.name in client.get("/my/").content.decode()
    client.post(f"/my/claims/{second.public_id}/use")
    assert second.subject.name in client.get("/my/").content.decode()
    claiming.withdraw(second, **by_person(row))
    row.refresh_from_db()
    client = enter(row)
    assert first.subject.name in client.get("/my/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_tries_side_by_side_are_counted_one_by_one():
    row, now = representative(), timezone.now()
    answers = []

    def attempt():
        try:
            answers.append(trying.enter(row.username, "wrong", "10.2.2.2", now))
        except trying.LockedOut:
            answers.append("shut")
        finally:
            connection.close()

    threads = [Thread(target=attempt) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers.count(None) == trying.OF_BOTH
    assert answers.count("shut") == 12 - trying.OF_BOTH
