"""The public API: what the pages show and nothing else, with honest limits, ETags and refusals. Source: I4, D8."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from ledger.sequencer import sequence
from publicity.api.base import PublicView
from publicity.opendata import bulk
from records import hiding
from tests.blacklists.walking import honoured, published
from tests.disputes.walking import objection, public_penalty
from tests.records import making
from tests.records.making import acting, id_number
from tests.repairs import mending

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def today():
    return timezone.localdate()


def get(path, *, headers=None, **asked):
    return Client().get(API + path, asked, headers=headers)


def test_a_record_its_subject_and_the_search_say_the_same_as_the_bulk(people, today, tmp_path):
    record = public_penalty(people)
    sequence()
    run = bulk.export(tmp_path, timezone.localtime(), today)
    item = get(f"records/{record.public_id}").json()["item"]
    check = Draft202012Validator(bulk.schema())
    check.validate(item)
    assert get("records", type="penalty").json()["results"] == [item]
    assert get("records", subject=item["subject"]).json()["results"] == [item]
    assert item in [line["item"] for line in get("changes").json()["results"] if line["op"] == "put"]
    found = get("subjects", q=record.subject.name[:6]).json()["results"]
    assert [one["id"] for one in found] == [item["subject"]]
    assert get("subjects", code=record.subject.code).json()["results"][0]["id"] == item["subject"]
    assert get("subjects", code=record.subject.code[:10]).json()["results"] == []
    whole = get(f"subjects/{item['subject']}").json()
    assert whole["records"] == [{"type": "penalty", "count": 1}]
    assert Client().get(whole["item"]["page"]).status_code == 200
    assert bulk.manifest_of(run)["position"] == get("changes").json()["position"]


def test_entries_titles_and_repairs(people, today):
    entry = published(people, on=today - timedelta(days=40))
    title = honoured(making.staff(), on=today - timedelta(days=40))
    repair = mending.granted(people, on=today - timedelta(days=5))
    black = get(f"lists/black/{entry.public_id}").json()["item"]
    assert black["marks"] == []
    assert f"/repair/{entry.public_id}/" in black["rights"]
    objection(entry.subject, entry, people, on=today)
    assert get(f"lists/black/{entry.public_id}").json()["item"]["marks"] == ["异议处理中"]
    assert get(f"lists/red/{title.public_id}").json()["item"]["title"] == title.title
    assert [one["id"] for one in get("repairs").json()["results"]] == [str(repair.public_id)]
    said = get(f"subjects/{entry.subject.public_id}").json()
    assert [one["id"] for one in said["black_entries"]] == [str(entry.public_id)]
    (row,) = get("lists/black").json()["results"]
    assert row["rights"]
    assert row["marks"] == ["异议处理中"]


def test_what_is_gone_and_what_never_was_answer_alike(people, today):
    record = public_penalty(people)
    waiting = making.only_record(people, making.penalty(people.body))
    hiding.hide(record, officer=people.reviewer, actor=acting(people.reviewer), on=today, reason="核对")
    answers = [get(f"records/{one}") for one in (record.public_id, waiting.public_id, uuid.uuid4())]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0]["Content-Type"] == "application/problem+json"


def test_no_natural_person_by_any_address(people, today):
    submission, _ = making.send(people, [making.person(people.body, id_number(8)) | {"CF_XDR_MC": "庚某某"}], on=today)
    making.release(people, submission, on=today)
    record = submission.records.get()
    assert get(f"records/{record.public_id}").status_code == 404
    assert get(f"subjects/{record.subject.public_id}").status_code == 404
    sequence()
    for answer in (get("subjects", q="庚某某"), get("records", type="penalty"), get("changes")):
        assert answer.json()["results"] == []
    refused = get("subjects", q=id_number(8))
    assert refused.status_code == 400
    assert id_number(8) not in refused.content.decode()


def test_the_etag_answers_304_until_something_changes(people, today):
    record = public_penalty(people)
    first = get(f"records/{record.public_id}")
    again = get(f"records/{record.public_id}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    public_penalty(people)  # something else: the ledger goes on, this answer stays
    sequence()
    later = get(f"records/{record.public_id}", headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 304
    assert int(later["Feed-Position"]) > int(first["Feed-Position"])
    objection(record.subject, record, people, on=today)
    changed = get(f"records/{record.public_id}", headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_limits_are_told_with_every_answer_and_searching_has_its_own(settings):
    settings.VISITS_PER_MINUTE, settings.PUBLIC_SEARCHES_PER_MINUTE = 3, 1
    with time_machine.travel("2026-03-02 10:00:30+08:00", tick=False):
        searches = [get("subjects", q="虚构公司") for _ in range(2)]
        reads = [get("repairs") for _ in range(4)]
    assert [answer.status_code for answer in searches] == [200, 429]
    assert [answer.status_code for answer in reads] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in reads] == ["2", "1", "0", "0"]
    assert (reads[-1]["Retry-After"], reads[-1]["RateLimit-Reset"]) == ("30", "30")
    assert reads[-1]["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["removals", "nothing/here"])
def test_who_knocks_at_closed_doors_is_counted_too(settings, path):
    settings.VISITS_PER_MINUTE = 2
    with time_machine.travel("2026-03-02 10:00:30+08:00", tick=False):
        answers = [get(path, headers={"Authorization": "Bearer wrong"}) for _ in range(3)]
    assert [answer.status_code for answer in answers][2] == 429
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]


def test_whatever_is_asked_of_one_subject_is_found_by_index(people):
    """Of millions: without reading a table from end to end."""
    record = public_penalty(people)
    with CaptureQueriesContext(connection) as asked:
        for path in (f"subjects/{record.subject.public_id}", f"records?subject={record.subject.public_id}"):
            assert get(path).status_code == 200
        assert Client().get(f"/subject/{record.subject.public_id}/").status_code == 200
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # of a few rows the planner would read all
        for query in asked.captured_queries:
            if not query["sql"].startswith("SELECT"):
                continue
            cursor.execute(f"EXPLAIN {query['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            for table in ("subjects_subject", "records_record", "blacklists_entry", "blacklists_nomination"):
                assert not re.search(rf"Seq Scan on {table}\b", plan), (query["sql"], plan)


@pytest.mark.parametrize(
    ("path", "asked", "named"),
    [
        ("records", {}, "type"), ("records", {"type": "contract"}, "type"), ("records", {"type": "penalty", "page": "2"}, "page"),
        ("records", {"type": "penalty", "cursor": "x"}, "cursor"), ("records", {"type": "penalty", "cursor": str(uuid.uuid4())}, "cursor"),
        ("records", {"subject": "x"}, "subject"), ("records", {"type": "penalty", "department": "x"}, "department"),
        ("subjects", {}, "q"), ("subjects", {"q": "a", "code": "b"}, "q"), ("subjects", {"q": "某"}, "q"),
        ("subjects", {"q": "虚构", "cursor": "-1"}, "cursor"), ("changes", {"after": "x"}, "after"), ("changes", {"after": str(2**63)}, "after"),
        ("changes", {"limit": "0"}, "limit"), ("bulk", {"x": "1"}, "x"), ("repairs", {"x": "1"}, "x"),
    ],
)  # fmt: skip
def test_what_is_not_declared_is_refused_by_name(path, asked, named):
    answer = get(path, **asked)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert named in {one["field"] for one in answer.json()["errors"]}


def test_a_place_beyond_the_end_of_the_ledger_is_no_place(people):
    """Whoever kept a wrong one would hear nothing for ever."""
    public_penalty(people)
    sequence()
    end = get("changes").json()["position"]
    assert end > 0
    assert get("changes", after=end).json()["results"] == []
    answer = get("changes", after=end + 1)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "after"


def test_any_site_may_read_and_nobody_may_write():
    for path in ("repairs", "records", "nowhere"):
        answer = get(path)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer["Access-Control-Expose-Headers"]
        assert not answer.cookies
    asked = Client().options(API + "repairs")
    assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "If-None-Match")
    assert Client().post(API + "repairs").status_code == 405


def test_an_error_of_ours_is_a_problem_too_and_is_noticed(monkeypatch):
    monkeypatch.setattr(PublicView, "number_of", lambda *a: 1 // 0)
    client = Client(raise_request_exception=False)
    answer = client.get(API + "changes")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    with pytest.raises(ZeroDivisionError):
        get("changes")


def test_cursors_go_over_all_once_whatever_leaves_meanwhile(people, today, monkeypatch):
    monkeypatch.setattr("publicity.api.records.PAGE", 2)
    records = sorted(
        (public_penalty(people) for _ in range(5)), key=lambda one: (one.public_from, one.public_id)
    )  # by day, then id
    first = get("records", type="penalty").json()
    assert [one["id"] for one in first["results"]] == [str(one.public_id) for one in records[:2:-1]]
    hiding.hide(
        records[3], officer=people.reviewer, actor=acting(people.reviewer), on=today, reason="核对"
    )  # the cursor itself
    rest, onward = [], first["next"]
    while onward:
        page = get("records", type="penalty", cursor=onward).json()
        rest, onward = rest + page["results"], page["next"]
    assert [one["id"] for one in rest] == [str(one.public_id) for one in records[2::-1]]


def test_pages_keep_their_query_count(people):
    public_penalty(people)
    sequence()

    def counts():
        found = {}
        for path, asked in (("records", {"type": "penalty"}), ("changes", {}), ("subjects", {"q": "虚构第"})):
            get(path, **asked)
            with CaptureQueriesContext(connection) as queries:
                assert get(path, **asked).json()["results"]
            found[path] = len(queries)
        return found

    few = counts()
    for _ in range(4):
        public_penalty(people)
    sequence()
    assert counts() == few


def test_the_openapi_is_one_and_has_examples_and_the_page_names_every_operation():
    said = get("openapi.json").json()
    validate_schema(said)
    fields = [(name, field, one) for name, shape in said["components"]["schemas"].items() if name != "Problem"
              for field, one in shape.get("properties", {}).items()]  # fmt: skip
    assert not [one[:2] for one in fields if not one[2].get("description") and one[1] not in ("item", "results")]
    asked = [one for paths in said["paths"].values() for each in paths.values() for one in each.get("parameters", ())]
    assert not [one["name"] for one in asked if not one.get("description")]
    operations = [one for methods in said["paths"].values() for one in methods.values()]
    assert all(path.startswith("/api/v1/") for path in said["paths"])
    assert {one["operationId"] for one in operations} >= {
        "search_subjects",
        "get_subject",
        "list_records",
        "list_changes",
        "get_bulk",
    }
    assert "examples" in said["paths"]["/api/v1/records"]["get"]["responses"]["200"]["content"]["application/json"]
    assert all({"400", "429"} <= set(one["responses"]) for one in operations)
    assert [one["operationId"] for one in operations if "304" not in one["responses"]] == ["acknowledge_removals"]
    page = get("").content.decode()
    for one in operations:
        assert one["operationId"] in page
    assert "list_changes" not in Client().get("/api/department/v1/schema.json").content.decode()


def test_the_addresses_of_before_lead_here():
    answer = Client().get("/api/public/v1/lists/black?since=2026-04-01")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/lists/black?since=2026-04-01")
    assert Client().get("/api/public/v1/schema.json")["Location"] == "/api/v1/openapi.json"
    assert Client().get("/api/public/v1/")["Location"] == "/api/v1/"


def test_the_open_data_page_and_its_files(people, today, tmp_path, settings):
    settings.OPEN_DATA_ROOT = tmp_path
    assert "还没有批量文件" in Client().get("/open-data/").content.decode()
    assert (get("bulk").json()["next"], get("bulk").json()["files"]) == (0, [])
    public_penalty(people)
    sequence()
    run = bulk.export(tmp_path, timezone.localtime(), today)
    (tmp_path / "secret.json").write_text("x")
    page = Client().get("/open-data/").content.decode()
    said = get("bulk").json()
    assert said["next"] == said["position"]
    for one in said["files"]:
        assert one["url"] in page or one["name"] == "schema.json"
        answer = Client().get(one["url"])
        assert b"".join(answer.streaming_content) == (run / one["name"]).read_bytes()
    for path in (
        f"{run.name}/nothing.csv.gz",
        "20260101T000000-1/manifest.json",
        f"{run.name}/..%2Fsecret.json",
        "..%2F/secret.json",
    ):
        assert Client().get(f"/open-data/files/{path}").status_code == 404


def test_the_old_address_repeats_nobodys_number(client):
    kept = client.get("/api/public/v1/lists/black", {"q": "虚构"})
    assert (kept.status_code, "q=" in kept["Location"]) == (301, True)
    answer = client.get("/api/public/v1/lists/black", {"q": id_number()})
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/lists/black")


@pytest.mark.parametrize("name", ["q", "department", "since", "cursor"])
def test_what_no_text_can_hold_is_refused_by_name(client, name):
    answer = client.get("/api/v1/lists/black", {name: "x\0"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, name)
