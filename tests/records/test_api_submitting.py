"""Department systems submit rows: what goes in, once, and what is refused. Source: B4."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection

from ledger.models import Act
from records import resuming
from records.api import submissions
from records.cataloguing import Item, adopt, propose
from records.models import Catalogue, Receipt, Record, Submission
from tests.records.calling import PAST, TODAY, Caller, recent, token_for
from tests.records.making import acting, licence, row_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def caller(people):
    return Caller(token_for(people)[1])


def test_rows_go_in_and_each_fault_is_told(people, caller):
    good, bad = recent(licence, people), recent(licence, people, XDR_SHXYM="91210800123456789A")
    answer = caller.submit([good, bad])
    said = answer.json()
    assert answer.status_code == 201
    assert (said["state"], said["new"], said["rejected"], said["kind"]) == ("done", 1, 1, "licence")
    assert [(one["row"], one["column"], one["code"], one["verdict"]) for one in said["results"]] == [
        (2, "XK_XDR_SHXYM", "bad_uscc", "error")
    ]
    record = Record.objects.get()
    assert said["records"] == [{"row": 1, "record": str(record.public_id), "proposal": None}]
    assert (record.department, record.state, record.document_number) == (people.body, "awaiting", good["XK_WSH"])
    submission = Submission.objects.get()
    assert (submission.means, submission.system, submission.clerk) == ("api", "综合执法办案系统", people.clerk)
    assert caller.get(f"/submissions/{said['id']}").json() == said


def test_the_ledger_names_system_and_department(people, caller):
    caller.submit([recent(licence, people)])
    for act in Act.objects.filter(what__in=["submit", "intake"]):
        assert (act.actor, act.channel, act.department, act.actor_id) == (
            f"综合执法办案系统（责任人{people.clerk.name}）", "api", people.body.name, people.clerk.public_id,
        )  # fmt: skip


def test_much_is_left_to_the_worker(people, caller, monkeypatch):
    monkeypatch.setattr(submissions, "AT_ONCE", 1)
    monkeypatch.setattr(resuming, "PATIENCE", timedelta(0))
    answer = caller.submit([recent(licence, people), recent(licence, people)])
    assert (answer.status_code, answer.json()["state"]) == (202, "received")
    assert resuming.resume(TODAY) == 1
    assert caller.get(f"/submissions/{answer.json()['id']}").json()["new"] == 2
    assert Act.objects.get(what="intake").channel == "api"


def test_the_same_key_and_body_give_the_same_receipt(people, caller):
    row = recent(licence, people)
    first, again = (caller.submit([row], key="batch-0001") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (Submission.objects.count(), Record.objects.count(), Receipt.objects.count()) == (1, 1, 1)


def test_the_same_key_with_another_body_writes_nothing(people, caller):
    row = recent(licence, people)
    caller.submit([row], key="batch-0001")
    acts = Act.objects.count()
    for other in ({"rows": [row | {"XK_NR": "x"}]}, {"rows": [row], "stock": True}):
        answer = caller.submit(**other, key="batch-0001")
        assert answer.status_code == 409
        assert answer["Content-Type"] == "application/problem+json"
    assert (Submission.objects.count(), Act.objects.count()) == (1, acts)


def test_keys_belong_to_their_token(people):
    row = recent(licence, people)
    for caller in (Caller(token_for(people)[1]), Caller(token_for(people)[1])):
        assert caller.submit([row], key="batch-0001").status_code == 201
    assert Submission.objects.count() == 2


def test_what_was_refused_leaves_its_key_free(people, caller):
    row = recent(licence, people)
    assert caller.submit([row | {"XK_XX": "1"}], key="batch-0001").status_code == 400
    assert caller.submit([row], key="batch-0001").status_code == 201


@pytest.mark.parametrize("key", ["", "short", "有中文的键有中文的键", "x" * 101, "a b c d e f g h"])
def test_a_key_is_wanted(people, caller, key):
    headers = {} if key == "" else {"Idempotency-Key": key.encode().decode("latin-1")}
    answer = caller.post("/submissions", {"kind": "licence", "rows": [recent(licence, people)]}, key="", **headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert not Submission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sent_twenty_times_at_once_it_is_one(people):
    secret = token_for(people)[1]
    row, answers = recent(licence, people), []

    def send():
        try:
            answers.append(Caller(secret).submit([row], key="batch-0001"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (Submission.objects.count(), Record.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "licence", "rows": [{"XK_NOPE": "1"}]}, "rows[0].XK_NOPE"),
        ({"kind": "penalty", "rows": [{"CF_WSH": "1"}, {"XK_WSH": "1"}]}, "rows[1].XK_WSH"),
        ({"kind": "licence", "rows": [{"XK_NR": 5}]}, "rows[0].XK_NR"),
        ({"kind": "licence", "rows": [{"XK_NR": None}]}, "rows[0].XK_NR"),
        ({"kind": "licence", "rows": [{"XK_NR": "a\0b"}]}, "rows[0].XK_NR"),
        ({"kind": "licence", "rows": [{}]}, "rows[0]"),
        ({"kind": "licence", "rows": []}, "rows"),
        ({"kind": "licence", "rows": [{"XK_NR": "x"}] * 1001}, "rows"),
        ({"kind": "licence", "rows": {"XK_NR": "x"}}, "rows"),
        ({"kind": "nonsense", "rows": [{"XK_NR": "x"}]}, "kind"),
        ({"rows": [{"XK_NR": "x"}]}, "kind"),
        ({"kind": "licence", "rows": [{"XK_NR": "x"}], "stock": "yes"}, "stock"),
        ({"kind": "licence", "rows": [{"XK_NR": "x"}], "stocks": True}, "stocks"),
        ([], ""),
    ],
)
def test_what_is_not_declared_is_refused_by_name(caller, body, field):
    answer = caller.post("/submissions", None, raw=json.dumps(body))
    said = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert said["errors"][0]["field"] == field
    assert said["title"] == "请求有误"
    assert "该字" not in said["errors"][0]["message"], "a sentence of the framework's"
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "raw", ["", "{", "[" * 100_000, '{"kind": NaN}', '{"kind": "licence", "kind": "penalty"}', b"\xff\xfe", '"x"']
)
def test_a_broken_body(caller, raw):
    assert caller.post("/submissions", None, raw=raw).status_code == 400


def test_a_body_has_an_end(caller):
    answer = caller.post("/submissions", None, raw=b'{"kind": "' + b"x" * (8 * 1024 * 1024) + b'"}')
    assert answer.status_code == 413


def test_a_kind_outside_the_catalogue_is_refused(people, caller):
    catalogue = propose(
        people.body,
        [Item("penalty", "arising", "三定规定")],
        basis="年度修订",
        officer=people.clerk,
        actor=acting(people.clerk),
        on=TODAY,
    )
    adopt(catalogue, officer=people.approver, actor=acting(people.approver), on=TODAY)
    answer = caller.submit([recent(licence, people)])
    assert answer.status_code == 422
    assert "不在本部门现行的信息目录内" in answer.json()["detail"]
    assert not Submission.objects.exists()
    assert [one["kind"] for one in caller.get("/kinds").json()] == ["penalty"]
    assert caller.get("/kinds/licence").status_code == 404
    assert Catalogue.objects.count() == 1


def test_stock_is_not_counted_late(people, caller):
    caller.submit([recent(licence, people, JDRQ="2025-01-06")], stock=True)
    record = Record.objects.get()
    assert (record.stock, record.due) == (True, None)


@pytest.mark.parametrize("kind", ["penalty", "registration", "honour", "grade"])
def test_other_kinds(people, caller, kind):
    row = row_of(kind, people.body)
    row |= {code: PAST for code in row if code.endswith("_JDRQ")}
    assert caller.submit([row], kind=kind).json()["new"] == 1
