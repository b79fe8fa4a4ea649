"""Bad input (坏的输入): what no text, no number and no day of ours can be is answered kindly, never with an error of ours."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from credit_platform.reading_text import whole_number
from records.columns import show
from rules.announcements import Unreadable, read_announcement
from subjects import registering
from supervision.listed import read_list
from tests import factories
from tests.records.calling import Caller, token_for
from tests.records.making import FRIDAY, acting, staff

LONG = "9" * 4500
NOTICE = '{"year": %s, "days": [{"name": "元旦", "date": "%s", "isOffDay": true}]}'


@pytest.fixture
def people(db):
    return staff()


def enter(officer) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def filed_institution(people):
    who = {"officer": people.office, "actor": acting(people.office), "on": FRIDAY}
    made = registering.propose(
        name="虚构评级公司", code=factories.code(), number="备1", business="评级", contact="", **who
    )
    approver = {"officer": people.approver, "actor": acting(people.approver), "on": FRIDAY}
    registering.decide(made, "file", reason="", **approver)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/institutions/?q=%00", "/?%00=a", "/institutions/%00/"])
def test_nul_in_an_open_address_is_a_bad_request(url):
    answer = Client(raise_request_exception=False).get(url)
    assert (answer.status_code, "这个请求读不懂" in answer.content.decode()) == (400, True)
    assert "Content-Security-Policy" in answer


def test_nul_in_a_form_is_a_bad_request_and_nothing_is_written(people):
    made = filed_institution(people)
    sent = {"action": "add_professional", "name": "李\0某", "position": "评级师", "number": "师1"}
    answer = enter(people.office).post(f"/workbench/institutions/{made.public_id}/change/", sent)
    assert (answer.status_code, made.professionals.count()) == (400, 0)


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0" * 18, 0), ("9" * 19, None), (LONG, None), ("²", None), ("٣", None), ("", None), ("-1", None)],
)
def test_a_whole_number_has_an_end(text, number):
    assert whole_number(text) == number


def test_very_long_numbers_in_forms_and_queries(people):
    made = filed_institution(people)
    client = enter(people.office)
    url = f"/workbench/institutions/{made.public_id}/change/"
    assert client.post(url, {"action": "end_professional", "professional": LONG}).status_code == 404
    assert client.get("/supervision/scorecards/", {"year": LONG}).status_code == 200
    assert client.post("/supervision/scorecards/", {"year": "²²²²"}).status_code == 302


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_time_in_the_access_log(people, day):
    auditor = enter(people.auditor)
    assert auditor.get("/workbench/looks/", {"day": day}).status_code == 200


@pytest.mark.parametrize("text", [NOTICE % ("1e999", "2027-01-01"), NOTICE % (99999, "2027-01-01"), NOTICE % (0, "0001-01-01"),
    "9999年部分节假日安排\n一、元旦：9999年12月30日至1月3日放假。"])  # fmt: skip
def test_a_notice_of_an_impossible_year_cannot_be_read(people, text):
    with pytest.raises(Unreadable):
        read_announcement(text)
    sent = {"file": SimpleUploadedFile("a.txt", text.encode())}
    assert enter(people.office).post("/workbench/calendars/", sent).status_code == 200


@pytest.mark.parametrize(
    ("amount", "found"),
    [("5000", (Decimal("5E+3"),)), ("1e999999999", ()), ("1e400000", ()), ("sNaN", ()), ("9" * 400_000, ())],
)
def test_an_amount_in_a_list_has_an_end(amount, found):
    data = f"文书号,名称,决定日期,罚款金额（万元）\n虚〔2026〕1号,虚构公司,2026-11-18,{amount}\n".encode()
    assert read_list(data, "a.csv").documents[0].amounts == found


def test_a_cell_of_a_list_has_an_end():
    data = f"文书号,名称,决定日期\n{'虚' * 400_000},{'构' * 400_000},2026-11-18\n".encode()
    one = read_list(data, "a.csv").documents[0]
    assert max(len(one.number), len(one.key), len(one.name)) <= 500


@pytest.mark.parametrize(
    "raw", ['{"\\ud800": 1}', '{"kind": "\\uDC00", "rows": [{}]}', '{"kind": "licence", "rows": [{"\\ud800": "x"}]}']
)
def test_half_a_surrogate_pair_is_no_json_of_ours(people, raw):
    caller = Caller(token_for(people)[1], raise_request_exception=False)
    answer = caller.post("/submissions", None, raw=raw)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert caller.post("/submissions", None, raw='{"\\ud83d\\ude00": 1}').status_code == 400  # named as unknown


def test_what_is_shown_can_be_sent():
    assert show("虚\ud800") == "虚?"
