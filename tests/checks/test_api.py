"""核查接口: the page's answer for a department's own system, under its own token. Source: E6, B4."""

import pytest

from checks.models import Batch, Check, Feedback
from checks.receipts import as_json
from ledger.models import Act
from tests import factories
from tests.records.calling import Caller, token_for
from tests.records.making import staff
from tests.sanctions.walking import executed, implementer, lists_of_long_ago

from .asking import checked, matter, on_file

pytestmark = pytest.mark.django_db
BEFORE = {"matter": "食品经营许可", "purpose": "2026-0917号办件"}


@pytest.fixture
def people():
    lists_of_long_ago()
    return staff()


@pytest.fixture
def caller(people):
    return Caller(token_for(people, scopes=("check",))[1])


def test_it_answers_as_the_page_and_leaves_a_receipt(people, caller):
    measure = executed(people, implementer(people))
    page = checked(people.clerk, measure.subject.code)
    answer = caller.post("/checks", {"code": measure.subject.code, **BEFORE})
    assert answer.status_code == 201
    made = Check.objects.get(channel="api")
    assert answer.json() == as_json(made)
    assert made.answer["subject"] == page.answer["subject"]
    assert set(made.answer) == set(page.answer)
    assert Act.objects.filter(what="check_credit", channel="api", actor_id=people.clerk.public_id).exists()
    assert caller.get(f"/checks/{made.number}").json() == as_json(made)


def test_a_matter_of_the_catalogue_is_recognised_by_its_title(people, caller):
    filed = matter(people, title="食品经营许可")
    caller.post("/checks", {"name": "查无此名有限公司", **BEFORE})
    assert Check.objects.get().matter == filed


def test_a_batch_answers_every_row_in_order(people, caller):
    company = factories.subject()
    on_file()
    rows = [{"name": "查无此名有限公司"}, {"code": company.code}]
    said = caller.post("/checks/batch", {"rows": rows, **BEFORE}).json()
    assert [row["outcome"] for row in said["rows"]] == ["unknown", "found"]
    assert said["found"] == 1
    assert Batch.objects.get().rows == 2
    assert caller.get(f"/checks/{said['rows'][1]['number']}").json()["answer"]["subject"]["code"] == company.code


def test_what_was_done_is_said_by_number(people, caller):
    measure = executed(people, implementer(people))
    on_file()
    number = caller.post("/checks", {"code": measure.subject.code, **BEFORE}).json()["number"]
    refused = caller.post(f"/checks/{number}/feedback", {"done": "refused"})
    assert refused.status_code == 422
    assert "说明" in refused.json()["detail"]
    assert caller.post(f"/checks/{number}/feedback", {"done": "refused", "note": "依条例第九条"}).status_code == 201
    assert Feedback.objects.get().note == "依条例第九条"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**BEFORE}, 400),
        ({"code": "", "name": " ", **BEFORE}, 400),
        ({"code": "91", "matter": "许可"}, 400),
        ({"code": "91", "else": 1, **BEFORE}, 400),
        ({"code": 91, **BEFORE}, 400),
        ({"code": "91", "matter": "许可", "purpose": "联系人13912345678"}, 422),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(caller, body, code):
    assert caller.post("/checks", body).status_code == code
    assert not Check.objects.exists()


def test_another_departments_receipt_is_as_if_it_were_not(people, caller):
    theirs = checked(staff().clerk, "查无此名有限公司")
    foreign, unknown = caller.get(f"/checks/{theirs.number}"), caller.get("/checks/XC20269999999")
    assert (foreign.status_code, foreign.content) == (404, unknown.content)
    assert caller.post(f"/checks/{theirs.number}/feedback", {"done": "ordinary"}).status_code == 404


def test_a_token_without_the_scope_may_not(people):
    other = Caller(token_for(people, scopes=("submit", "read"))[1])
    assert other.post("/checks", {"code": "91", **BEFORE}).status_code == 403
    assert not Check.objects.exists()
