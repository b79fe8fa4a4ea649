"""What department systems read, how much of it at a time, and how the API speaks. Source: B4, B12."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessLog
from records.api.base import Page
from records.models import Record
from tests import factories
from tests.records.calling import PAST, ROOT, Caller, recent, token_for
from tests.records.making import id_number, licence, penalty, person, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def caller(people):
    return Caller(token_for(people)[1])


def test_records_are_found_by_filters(people, caller):
    first, second = recent(licence, people), recent(penalty, people, JDRQ="2026-01-05")
    caller.submit([first])
    caller.submit([second], kind="penalty")

    def found(**query):
        answer = caller.get("/records", **query)
        assert answer.status_code == 200, answer.json()
        return [one["document_number"] for one in answer.json()["results"]]

    assert found() == [second["CF_WSH"], first["XK_WSH"]]
    assert found(kind="penalty") == found(decided_to="2026-01-31") == [second["CF_WSH"]]
    assert found(decided_from="2026-02-01") == [first["XK_WSH"]]
    assert found(document_number=first["XK_WSH"].replace("〔", "[").replace("〕", "]")) == [first["XK_WSH"]]
    assert found(state="released") == []
    detail = caller.get(f"/records/{Record.objects.get(kind='licence').public_id}").json()
    assert detail["cells"]["XK_NR"] == first["XK_NR"]


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/records", {"nope": "1"}, "nope"),
        ("/records", {"kind": "nope"}, "kind"),
        ("/records", {"kind": ""}, "kind"),
        ("/records", {"kind": ["licence", "penalty"]}, "kind"),
        ("/records", {"decided_from": "2026-1-5"}, "decided_from"),
        ("/records", {"document_number": "a\0b"}, "document_number"),
        ("/records", {"cursor": "nonsense"}, "cursor"),
        ("/records", {"cursor": "cD1h"}, "cursor"),
        ("/records", {"format": "api"}, "format"),
        ("/submissions", {"kind": "licence"}, "kind"),
        ("/status", {"x": "1"}, "x"),
        ("/kinds", {"x": "1"}, "x"),
    ],
)
def test_what_is_no_parameter_is_refused_by_name(caller, path, query, field):
    answer = caller.get(path, **query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


@pytest.mark.parametrize("path", ["/records", "/submissions"])
def test_a_list_costs_the_same_however_long(people, caller, path):
    caller.get(path)  # notes when the token was used; the next ones are within its minute
    counts = []
    for _ in range(2):
        for _ in range(3):
            factories.record(department=people.body)
        with CaptureQueriesContext(connection) as context:
            assert caller.get(path).status_code == 200
        counts.append(len(context))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", ["/records", "/submissions"])
def test_pages_skip_nothing(people, caller, path, monkeypatch):
    for _ in range(7):
        factories.record(department=people.body)
    monkeypatch.setattr(Page, "page_size", 3)
    seen, answer = [], caller.get(path).json()
    while True:
        seen += [one["id"] for one in answer["results"]]
        if not answer["next"]:
            break
        answer = caller.client.get(answer["next"], headers=caller.headers).json()
    assert len(seen) == len(set(seen)) == 7


def test_looks_are_written_down(people, caller):
    caller.submit([recent(licence, people)])
    record = Record.objects.get()
    caller.get(f"/records/{record.public_id}")
    look = AccessLog.objects.get(object_id=record.public_id)
    assert (look.what, look.officer_id) == ("接口（综合执法办案系统）查看记录", people.clerk.public_id)


def test_no_certificate_number_is_in_any_answer(people, caller):
    number = id_number(serial=77)
    row = person(people.body, number, JDRQ=PAST)
    answers = [caller.submit([row], kind="penalty")]
    record = Record.objects.get()
    answers += [
        caller.submit([row | {"CF_SY": f"当事人{number}"}], kind="penalty"),
        caller.submit([row | {number: "x"}], kind="penalty"),
        caller.submit([row | {number: 5}], kind="penalty"),
        caller.submit([row], kind=number),
        caller.submit([row | {"CF_XDR_ZJHM": number[:-1] + "0", "CF_WSH": number}], kind="penalty"),
        caller.get(f"/submissions/{answers[0].json()['id']}"),
        caller.get(f"/records/{record.public_id}"),
        caller.get("/records"),
        caller.get("/records", document_number=number),
        caller.get("/records", kind=number),
        caller.get("/records", **{number: "x"}),
        caller.post(f"/records/{record.public_id}/corrections", {"cells": {number: "x"}, "ground": "entry", "reason": "x"}),
        caller.post(
            f"/records/{record.public_id}/corrections", {"cells": {"CF_XDR_ZJHM": id_number(9)}, "ground": "entry", "reason": "x"}
        ),
        caller.post(f"/records/{record.public_id}/withdrawals", {"ground": number, "reason": number}),
        caller.post(f"/records/{record.public_id}/withdrawals", {"ground": "other", "reason": f"号码{number}"}),
    ]  # fmt: skip
    for place, answer in enumerate(answers):
        assert number[:-1] not in answer.content.decode(), place
        assert answer.status_code in (200, 201, 400, 422), place
    assert answers[7].json()["sealed"]


def test_kinds_name_their_columns_and_deadlines(caller):
    kinds = {one["kind"]: one for one in caller.get("/kinds").json()}
    assert kinds["penalty"]["deadlines"][0]["working_days"] == 7
    assert kinds["honour"]["deadlines"][0]["day_of_month"] == 10
    columns = {one["code"]: one for one in caller.get("/kinds/penalty").json()["columns"]}
    assert columns["CF_WSH"]["required"] == "always"
    assert columns["CF_XDR_ZJHM"]["sealed"]


def test_status_counts(people, caller):
    caller.submit([recent(licence, people), recent(licence, people, JDRQ="不是日期")])
    said = caller.get("/status").json()
    assert said["counts"] == {
        "processing": 0, "to_mend": 1, "awaiting": 1, "proposals": 0, "overdue_withdrawals": 0,
    }  # fmt: skip
    assert (said["system"], said["department"]) == ("综合执法办案系统", people.body.name)


def test_limits_are_told_and_kept(caller, settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    answers = [caller.get("/status") for _ in range(3)]
    if [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0"]:  # else a minute ended meanwhile
        answer = caller.get("/status")
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 60
        assert answer["RateLimit-Limit"] == "3"
        assert answer.json()["title"] == "请求过于频繁"


def test_without_redis_everybody_passes(caller, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.API_REQUESTS_PER_MINUTE = 1
    assert [caller.get("/status").status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("delete", "/records", 405), ("put", "/submissions", 405), ("options", "/status", 405), ("get", "/nothing", 404),
     ("get", "/records/nonsense", 404), ("post", "/status", 405)],
)  # fmt: skip
def test_other_addresses_and_methods(caller, method, path, status):
    answer = getattr(caller.client, method)(ROOT + path, headers=caller.headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_only_json(caller):
    answer = caller.client.post(
        ROOT + "/submissions", {"kind": "licence"}, headers=caller.headers | {"Idempotency-Key": "batch-0001"}
    )
    assert answer.status_code == 415


def test_the_schema_is_clean():
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")
    schema = Client().get(ROOT + "/schema.json")
    assert schema.status_code == 200
    assert set(schema.json()["paths"]) == {
        f"{ROOT}{path}"
        for path in (
            "/submissions", "/submissions/{public_id}", "/records", "/records/{public_id}",
            "/records/{public_id}/corrections", "/records/{public_id}/withdrawals", "/kinds", "/kinds/{kind}", "/status",
            "/checks", "/checks/batch", "/checks/{number}", "/checks/{number}/feedback",
        )
    }  # fmt: skip


def test_the_manual_lists_every_operation():
    page = Client().get(ROOT + "/").content.decode()
    for words in ("报送一批数据", "提出更正", "提出撤下", "Idempotency-Key", "schema.json", "RateLimit-Remaining"):
        assert words in page
    assert "<script" not in page.replace('<script src="/static/', "")
    assert "//cdn" not in page
