"""Re-users: registered by two persons, acknowledging each removal, shown to everybody where they do not. Source: I5, D6."""

import re
from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange import registering
from exchange.models import Removal, ReUser
from exchange.refusals import ExchangeRefused
from exchange.removing import follow
from ledger.sequencer import sequence
from records import hiding
from rules.jurisdictions import number
from tests import factories
from tests.disputes.walking import public_penalty
from tests.exchange.reusing import FIELDS, by, filed, registered, with_token
from tests.records import making

pytestmark = pytest.mark.django_db
WAITING, RECEIPTS = "/api/v1/removals", "/api/v1/receipts"


@pytest.fixture
def people():
    return making.staff()


def hide(record, people):
    return hiding.hide(record, reason="核对", **by(people.reviewer))


def settle(on=None):
    sequence()
    return follow(on or timezone.localdate())


def waiting(headers):
    return [one["id"] for one in Client().get(WAITING, headers=headers).json()["results"]]


def say(headers, *ids):
    return Client().post(RECEIPTS, {"ids": list(ids)}, content_type="application/json", headers=headers)


# --- registering ------------------------------------------------------------------------------------------------------


def test_two_persons_register_and_nobody_of_the_office_sees_the_token(people):
    made, receipt = filed(people)
    with pytest.raises(ExchangeRefused):
        registering.register(made, **by(people.approver))  # nobody has checked it
    with pytest.raises(ExchangeRefused):
        registering.check(made, **by(people.clerk))
    registering.check(made, **by(people.office))
    with pytest.raises(ExchangeRefused):
        registering.take_token(receipt, timezone.localdate())
    with pytest.raises(ExchangeRefused):
        registering.register(made, **by(people.office))
    registering.register(made, **by(people.approver))
    _, secret = registering.take_token(receipt, timezone.localdate())
    made.refresh_from_db()
    assert secret not in str(ReUser.objects.values().get())
    assert registering.by_token(secret) == made
    _, later = registering.take_token(receipt, timezone.localdate())
    assert (registering.by_token(secret), registering.by_token(later)) == (None, made)


def test_the_database_says_four_eyes_too(people):
    made, _ = registered(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReUser.objects.filter(pk=made.pk).update(approver=made.checker_id)


def test_what_is_wrong_is_refused(people):
    for fields in ({"code": "91410526MA0000000X"}, {"name": " "}, {"phone": "13800138000"}, {"site": ""}):
        with pytest.raises(ExchangeRefused):
            filed(people, **fields)
    code = factories.code()
    filed(people, code=code)
    with pytest.raises(ExchangeRefused):
        filed(people, code=code)
    for _ in range(registering.A_DAY):
        filed(people, address="here")
    with pytest.raises(ExchangeRefused):
        filed(people, address="here")


def test_another_office_has_no_say(people):
    made, _ = filed(people)
    other = making.staff()
    with pytest.raises(ExchangeRefused):
        registering.check(made, **by(other.office))


def test_ended_its_token_is_void_and_it_is_shown_no_more(people):
    made, headers = with_token(people)
    assert Client().get(WAITING, headers=headers).status_code == 200
    with pytest.raises(ExchangeRefused):
        registering.end(made, reason="", **by(people.approver))
    registering.end(made, reason="多次不确认", **by(people.approver))
    assert Client().get(WAITING, headers=headers).status_code == 401
    assert made.name not in Client().get("/open-data/re-users/").content.decode()


def test_the_way_on_the_pages(people, monkeypatch):
    client = Client()
    key = re.search(r'name="key" value="(\w+)"', client.get("/open-data/re-users/apply").content.decode())[1]
    sent = FIELDS | {"code": factories.code(), "office": people.office.department.pk, "key": key}
    sent["answer"] = CaptchaStore.objects.get(hashkey=key).response
    wrong = client.post("/open-data/re-users/apply", sent | {"phone": "13800138000"}).content.decode()
    assert "办公电话" in wrong
    done = client.post("/open-data/re-users/apply", sent).content.decode()
    receipt = re.search(r'id="receipt">(\w{16})<', done)[1]
    made = ReUser.objects.get()
    for officer, action in ((people.office, "check"), (people.approver, "register")):
        staff = Client()
        staff.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        assert made.name in staff.get(reverse("exchange:re_users") + "?open").content.decode()
        page = staff.get(reverse("exchange:re_user", args=[made.public_id])).content.decode()
        assert f'value="{action}"' in page
        staff.post(reverse("exchange:re_user_decide", args=[made.public_id]), {"action": action})
    assert "领取令牌" in client.post("/open-data/re-users/status", {"receipt": receipt}).content.decode()
    page = client.post("/open-data/re-users/status", {"receipt": receipt, "token": "1"}).content.decode()
    secret = re.search(r'id="token">(xyr_[\w-]+)<', page)[1]
    assert registering.by_token(secret) == made
    listed = client.get("/open-data/re-users/").content.decode()
    assert made.name in listed
    assert FIELDS["phone"] not in listed


# --- acknowledging ----------------------------------------------------------------------------------------------------


def test_each_removal_is_asked_for_until_it_is_acknowledged(people):
    before, one, two = (public_penalty(people) for _ in range(3))
    hide(before, people)
    settle()
    _, headers = with_token(people)
    hide(one, people)
    hide(two, people)
    assert settle() == 2
    assert settle() == 0
    assert set(waiting(headers)) == {str(one.public_id), str(two.public_id)}
    answer = say(headers, str(one.public_id), str(before.public_id)).json()
    assert answer == {"acknowledged": 1, "unknown": [str(before.public_id)], "waiting": 1}
    assert say(headers, str(one.public_id)).json()["acknowledged"] == 0
    assert waiting(headers) == [str(two.public_id)]
    _, others = with_token(people)
    assert waiting(others) == []  # registered later


def test_what_is_public_again_needs_no_acknowledgement_and_a_second_removal_does(people):
    _, headers = with_token(people)
    record = public_penalty(people)
    hidden = hide(record, people)
    settle()
    assert waiting(headers) == [str(record.public_id)]
    hiding.show_again(hidden, reason="无误", **by(people.reviewer))
    settle()
    assert waiting(headers) == []
    hiding.hide(record, reason="又有误", **by(people.office))
    settle()
    assert waiting(headers) == [str(record.public_id)]
    assert Removal.objects.count() == 2


def test_who_does_not_acknowledge_in_time_is_shown_to_everybody(people):
    made, headers = with_token(people)
    record = public_penalty(people)
    hide(record, people)
    settle()
    assert "逾期" not in Client().get("/open-data/re-users/").content.decode().partition("<tbody>")[2].replace(
        "逾期未确认", ""
    )
    removal = Removal.objects.get()
    assert removal.due > timezone.localdate()
    Removal.objects.update(due=timezone.localdate() - timedelta(days=1))
    page = Client().get("/open-data/re-users/").content.decode()
    assert "1项，最早应于" in page
    assert str(record.public_id) not in page
    say(headers, str(record.public_id))
    assert "1项，最早应于" not in Client().get("/open-data/re-users/").content.decode()
    found = ReUser.objects.counted(timezone.localdate()).get(pk=made.pk)
    assert (found.asked, found.done, found.late) == (1, 1, 0)


def test_what_nobody_registers_in_time_lapses_by_its_day_and_frees_the_code(people):
    code, today = factories.code(), timezone.localdate()
    made, receipt = filed(people, code=code)
    checked, _ = filed(people)
    registering.check(checked, **by(people.office))
    days = number("reuse.application_days", today)
    last, after = today + timedelta(days=days), today + timedelta(days=days + 1)
    both = {made.pk, checked.pk}
    assert set(ReUser.objects.open(last).values_list("pk", flat=True)) == both
    assert not ReUser.objects.open(after).exists()
    assert set(ReUser.objects.lapsed(after).values_list("pk", flat=True)) == both
    for step, row, officer in (
        (registering.check, made, people.office),
        (registering.register, checked, people.approver),
    ):
        with pytest.raises(ExchangeRefused, match="已失效"):
            step(row, **(by(officer) | {"on": after}))
    with pytest.raises(ExchangeRefused):
        filed(people, code=code)  # it still waits
    ReUser.objects.filter(pk__in=both).update(arrived_on=today - timedelta(days=days + 1))
    page = Client().post("/open-data/re-users/status", {"receipt": receipt}).content.decode()
    assert "已失效" in page
    assert "待核对" not in page
    again, _ = filed(people, code=code)
    made.refresh_from_db()
    assert (made.state, again.state) == ("lapsed", "filed")


def test_nobody_registered_nothing_is_written_down(people):
    hide(public_penalty(people), people)
    assert settle() == 0
    assert not Removal.objects.exists()


def test_without_a_token_401_and_a_bad_word_400(people):
    for headers in (
        {},
        {"Authorization": "Bearer xyr_wrong"},
        {"Authorization": "Basic x"},
        {"Authorization": "Bearer"},
    ):
        for answer in (Client().get(WAITING, headers=headers), say(headers, str(people.body.public_id))):
            assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
            assert answer["WWW-Authenticate"]
    _, headers = with_token(people)
    for body in ({}, {"ids": []}, {"ids": ["x"]}, {"ids": [str(people.body.public_id)], "more": 1}):
        answer = Client().post(RECEIPTS, body, content_type="application/json", headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
