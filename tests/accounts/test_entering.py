"""Log-in: lockout, second factor, first password, idle time-out, sessions that end."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.appointing import deactivate, grant_role, reset_password, reset_second_factor, revoke_role
from accounts.demo import DEMO_PASSWORD
from accounts.models import Officer
from tests.accounts.invented import DAY

LOG_IN = "/accounts/log-in"
ME = "/accounts/me"
HOME = "/workbench/"


def try_in(client, username, password="wrong-password"):
    return client.post(LOG_IN, {"username": username, "password": password})


def inside(client) -> bool:
    return client.get(ME).status_code == 200


def test_in_and_out(hire, enter):
    client = enter(hire("one"))
    assert inside(client)
    assert client.get("/accounts/log-out").status_code == 405
    client.post("/accounts/log-out")
    answer = client.get(ME)
    assert (answer.status_code, answer["Location"]) == (302, f"{LOG_IN}?next={ME}")


def test_back_to_where_one_wanted(hire):
    hire("one")
    words = {"username": "one", "password": DEMO_PASSWORD}
    assert Client().post(LOG_IN, words | {"next": "/accounts/password"})["Location"] == "/accounts/password"
    assert Client().post(LOG_IN, words | {"next": "https://elsewhere.example/"})["Location"] == HOME


def test_a_kind_word_for_a_wrong_password(hire, db):
    hire("one")
    answer = try_in(Client(), "one")
    assert answer.status_code == 200
    assert "登录名或口令不正确" in answer.content.decode()


def test_lockout_by_name_and_address(hire):
    hire("one")
    hire("two")
    here, elsewhere = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    for _ in range(4):
        assert try_in(here, "one").status_code == 200
    answer = try_in(here, "one")
    assert answer.status_code == 429
    assert "暂停登录15分钟" in answer.content.decode()
    assert try_in(here, "one", DEMO_PASSWORD).status_code == 429  # the right one does not help now
    assert try_in(here, "two", DEMO_PASSWORD).status_code == 302  # another name, the same address
    assert try_in(elsewhere, "one", DEMO_PASSWORD).status_code == 302  # nobody can shut the officer out from afar
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=True):
        assert try_in(Client(REMOTE_ADDR="10.0.0.1"), "one", DEMO_PASSWORD).status_code == 302


def test_a_forged_hop_does_not_escape_the_lockout(hire, settings):
    hire("one")
    for number in range(5):
        answer = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"1.2.3.{number}").post(
            LOG_IN, {"username": "one", "password": "x"}
        )
    assert answer.status_code == 429
    settings.TRUSTED_PROXIES = 1
    for number in range(5):
        answer = Client(REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=f"1.2.3.{number}, 10.0.0.5").post(
            LOG_IN, {"username": "one", "password": "x"}
        )
    assert answer.status_code == 429


def test_idle_time_out(hire, enter):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = enter(hire("one"))
        for _ in range(3):  # every answer starts the half hour anew
            clock.shift(timedelta(minutes=29))
            assert inside(client)
        clock.shift(timedelta(minutes=31))
        assert not inside(client)


@pytest.mark.parametrize(
    "change",
    [
        lambda officer, by: grant_role(officer, "office", by=by, on=DAY),
        lambda officer, by: revoke_role(officer, "clerk", by=by, on=DAY),
        lambda officer, by: deactivate(officer, by=by, on=DAY),
        lambda officer, by: reset_password(officer, by=by, on=DAY),
        lambda officer, by: reset_second_factor(officer, by=by, on=DAY),
    ],
)
def test_sessions_end(hire, enter, by, change):
    officer = hire("one", "clerk")
    first, second = enter(officer), enter(officer)
    other = enter(hire("two", "clerk"))
    assert inside(first)
    assert inside(second)
    change(officer, by)
    assert not inside(first)
    assert not inside(second)
    assert inside(other)


def test_the_first_password_must_be_changed(hire, enter):
    officer = hire("one")
    Officer.objects.update(must_change_password=True)
    client = enter(officer)
    answer = client.get(ME)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/first-password")
    form = {"old_password": DEMO_PASSWORD, "new_password1": DEMO_PASSWORD, "new_password2": DEMO_PASSWORD}
    assert "不能与原口令相同" in client.post("/accounts/first-password", form).content.decode()
    form |= {"new_password1": "12345678901", "new_password2": "12345678901"}
    assert client.post("/accounts/first-password", form).status_code == 200  # numbers only
    form |= {"new_password1": "liulang-kan-shan", "new_password2": "liulang-kan-shan"}
    assert client.post("/accounts/first-password", form).status_code == 302
    assert inside(client)
    assert enter(officer, "liulang-kan-shan")


@pytest.fixture
def strict(settings):
    """As outside the demo."""
    settings.SECOND_FACTOR_REQUIRED = True


def token(device, at=None):
    return f"{totp(device.bin_key, step=device.step, t0=device.t0, digits=device.digits):06d}"


def test_settings_require_the_second_factor_outside_the_demo():
    from django.conf import settings

    assert settings.DEMO
    assert not settings.SECOND_FACTOR_REQUIRED  # production: tests/embedded/test_safety.py


def test_enrolment_then_codes(hire, enter, strict):
    officer = hire("one")
    client = enter(officer)
    answer = client.get(ME)
    assert answer["Location"].startswith("/accounts/enrol?next=")
    page = client.get("/accounts/enrol").content.decode()
    assert 'src="data:image/svg+xml' in page
    device = TOTPDevice.objects.get(user=officer)
    assert not device.confirmed
    assert "动态码不正确" in client.post("/accounts/enrol", {"token": "000000"}).content.decode()
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    device.refresh_from_db()
    assert client.post("/accounts/enrol", {"token": token(device), "next": ME})["Location"] == ME
    assert inside(client)

    # Next time: the code is asked for, a used one is no good, and enrolment is no way around it.
    client = enter(officer)
    assert not inside(client)
    assert client.get("/accounts/enrol")["Location"].startswith("/accounts/second-factor")
    assert client.post("/accounts/second-factor", {"token": token(device)}).status_code == 200  # used above
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    with time_machine.travel(timezone.now() + timedelta(seconds=60)):
        assert client.post("/accounts/second-factor", {"token": token(device)}).status_code == 302
        assert inside(client)


def test_half_a_log_in_opens_nothing(hire, enter, strict):
    officer = hire("one", "system_admin")
    TOTPDevice.objects.create(user=officer, confirmed=True)
    client = enter(officer)
    for address in (ME, "/accounts/password", "/accounts/departments/", "/accounts/officers/add"):
        assert client.get(address)["Location"].startswith("/accounts/second-factor?next=")
    assert client.post("/accounts/password", {}).status_code == 302
    Officer.objects.update(must_change_password=True)
    assert client.get("/accounts/first-password")["Location"].startswith("/accounts/second-factor")


def test_public_pages_do_not_touch_the_session(client, db):
    answer = client.get("/accounts/log-in")
    assert "sessionid" not in answer.cookies
