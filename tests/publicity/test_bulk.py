"""Bulk files: whole or not there, of one moment, with nothing in them that the pages do not show. Source: I3."""

import csv
import gzip
import hashlib
import io
import json
import threading
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from jsonschema import Draft202012Validator

from ledger.sequencer import sequence
from publicity.opendata import bulk, feed
from records import hiding
from records.kinds.shown import ALLOWED
from tests.articles import articles_here
from tests.blacklists.walking import honoured, published
from tests.disputes.walking import public_penalty
from tests.publicity.replica import Replica
from tests.records import making
from tests.records.making import FRIDAY, acting, id_number
from tests.sanctions import stories

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 2, 20)


@pytest.fixture
def people():
    return making.staff()


def export(out, on=FRIDAY, at=NIGHT):
    sequence()
    return bulk.export(out, at, on)


def lines(run, name):
    return [json.loads(line) for line in gzip.decompress((run / f"{name}.jsonl.gz").read_bytes()).decode().splitlines()]


def table(run, name):
    return list(csv.DictReader(io.StringIO(gzip.decompress((run / f"{name}.csv.gz").read_bytes()).decode("utf-8-sig"))))


def everything(run):
    return b"".join(
        gzip.decompress(one.read_bytes()) if one.suffix == ".gz" else one.read_bytes() for one in run.iterdir()
    ).decode()


def test_manifest_names_every_file_with_its_digest_and_every_line_is_of_the_schema(people, tmp_path):
    today = timezone.localdate()
    public_penalty(people)
    published(people, on=today - timedelta(days=40))
    honoured(making.staff(), on=today - timedelta(days=40))
    articles_here.published(people, on=today)
    stories.published(people, on=today)
    run = export(tmp_path, on=today)
    said = bulk.manifest_of(run)
    assert {one["name"] for one in said["files"]} | {"manifest.json"} == {one.name for one in run.iterdir()}
    for one in said["files"]:
        data = (run / one["name"]).read_bytes()
        assert (one["bytes"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    check = Draft202012Validator(json.loads((run / "schema.json").read_text()))
    counts = {}
    for part in bulk.PARTS:
        found = lines(run, part.name)
        for line in found:
            check.validate(line)
        assert len(table(run, part.name)) == len(found)
        counts[part.name] = len(found)
    assert counts["records-penalty"] >= 1
    assert [counts[name] for name in ("black-entries", "red-entries", "articles", "typical-cases")] == [1, 1, 1, 1]
    assert "附图.pdf /documents/papers/" in table(run, "articles")[0]["papers"]
    assert said["as_of"] == today.isoformat()


def test_a_table_says_what_the_lines_say_in_columns_and_no_formula(people, tmp_path):
    record = public_penalty(people)
    record.subject.__class__.objects.filter(pk=record.subject_id).update(name="=虚构")
    run = export(tmp_path)
    (line,), (row,) = lines(run, "records-penalty"), table(run, "records-penalty")
    assert row["name"] == "'=虚构"
    assert row["罚款金额"] == {one["label"]: one["value"] for one in line["fields"]}["罚款金额"]
    assert row["adverse"] == "是"
    assert {label for _, label in ALLOWED["penalty"]} <= set(row)


def test_no_person_no_number_and_nobody_of_the_house(people, tmp_path):
    public_penalty(people)
    number = id_number(5)
    making.send(people, [making.person(people.body, number) | {"CF_XDR_MC": "戊某某"}])
    submission, _ = making.send(people, [making.person(people.body, id_number(6)) | {"CF_XDR_MC": "己某某"}])
    making.release(people, submission)
    waiting = making.only_record(people, making.penalty(people.body))
    run = export(tmp_path)
    text = everything(run)
    for secret in (number, id_number(6), "戊某某", "己某某", str(waiting.public_id), waiting.document_number,
                   people.clerk.name, people.reviewer.name, people.office.name, "submission", "proposer"):  # fmt: skip
        assert secret not in text, secret


def test_a_run_that_fails_leaves_nothing_and_the_one_before_stands(people, tmp_path, monkeypatch):
    public_penalty(people)
    first = export(tmp_path)
    monkeypatch.setattr(bulk, "PARTS", (*bulk.PARTS[:3], None))
    with pytest.raises(AttributeError):
        export(tmp_path, at=NIGHT + timedelta(days=1))
    assert list(tmp_path.iterdir()) == [first]
    assert bulk.runs(tmp_path) == [first]


def test_what_is_half_written_is_no_run(tmp_path):
    (tmp_path / ".partial-x").mkdir()
    (tmp_path / "20261120T022000-5").mkdir()
    assert bulk.runs(tmp_path) == []
    assert bulk.runs(tmp_path / "nowhere") == []


def test_old_runs_go_although_no_new_one_can_be_written(client, people, tmp_path, settings, monkeypatch):
    settings.OPEN_DATA_ROOT, today = tmp_path, timezone.localdate()
    now = datetime.combine(today, NIGHT.time())
    made = [export(tmp_path, at=now - timedelta(days=back)) for back in (9, 2, 1)]

    def statuses():
        return [client.get(f"/open-data/files/{run.name}/subjects.csv.gz").status_code for run in made]

    assert statuses() == [404, 404, 200], "the newest alone is served"

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bulk, "export", full_disk)
    with pytest.raises(OSError, match="No space"):
        bulk.run_daily(today)
    assert bulk.runs(tmp_path) == made[2:]
    assert sorted(one.name for one in tmp_path.iterdir()) == [made[2].name]
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert statuses() == [404, 404, 404], "although nobody erased it yet"
        assert client.get("/api/v1/bulk").json()["files"] == []
    with pytest.raises(OSError, match="No space"):
        bulk.run_daily(today + timedelta(days=1))
    assert bulk.runs(tmp_path) == []


def test_a_table_is_there_unpacked_for_whoever_takes_gzip_and_whoever_does_not(client, people, tmp_path, settings):
    settings.OPEN_DATA_ROOT = tmp_path
    public_penalty(people)
    run = export(tmp_path, timezone.localdate(), timezone.localtime())
    address, packed = f"/open-data/files/{run.name}/subjects.csv", (run / "subjects.csv.gz").read_bytes()
    answers = [client.get(address, headers={"accept-encoding": said}) for said in ("gzip, br", "")]
    assert [one.get("Content-Encoding") for one in answers] == ["gzip", None]
    assert answers[0]["Content-Length"] == str(len(packed))
    assert "Content-Length" not in answers[1], "the length of another text"
    assert b"".join(answers[0].streaming_content) == packed
    assert b"".join(answers[1].streaming_content) == gzip.decompress(packed)
    for one in answers:
        assert one["Content-Disposition"] == 'attachment; filename="subjects.csv"'
        assert one["Content-Type"] == "text/csv; charset=utf-8"
        assert "Accept-Encoding" in one["Vary"]
    assert client.get(f"/open-data/files/{run.name}/manifest.csv").status_code == 404
    page = client.get("/open-data/").content.decode()
    assert f'href="{address}"' in page
    terms = bulk.manifest_of(run)["terms"]
    assert all(
        one in page for one in (terms["title"], *terms["may"], *terms["must"], *terms["must_not"], terms["note"])
    )
    assert terms["address"] == "/open-data/#terms"


def test_a_proxy_that_can_sends_the_files_itself(client, people, tmp_path, settings):
    settings.OPEN_DATA_ROOT, settings.OPEN_DATA_ACCEL = tmp_path, "/-/open-data/"
    public_penalty(people)
    run = export(tmp_path, timezone.localdate(), timezone.localtime())
    for name, kind in (
        ("subjects.csv", "text/csv; charset=utf-8"),
        ("subjects.csv.gz", "application/gzip"),
        ("manifest.json", "application/json"),
    ):
        answer = client.get(f"/open-data/files/{run.name}/{name}")
        assert answer["X-Accel-Redirect"] == f"/-/open-data/{run.name}/{name}"
        assert (answer["Content-Type"], answer.content) == (kind, b"")
    for name in ("manifest.csv", "../keys.json", "unknown.csv.gz"):
        answer = client.get(f"/open-data/files/{run.name}/{name}")
        assert answer.status_code == 404
        assert "X-Accel-Redirect" not in answer


def test_a_run_that_is_erased_at_this_moment_is_no_fault(client, people, tmp_path, settings, monkeypatch):
    settings.OPEN_DATA_ROOT = tmp_path
    now = timezone.localtime()
    left, erased = export(tmp_path, at=now), export(tmp_path, at=now + timedelta(seconds=1))
    (erased / "manifest.json").unlink()
    monkeypatch.setattr(bulk, "runs", lambda out: [erased, left])
    assert client.get(f"/open-data/files/{erased.name}/subjects.csv.gz").status_code == 404
    assert left.name in client.get("/open-data/").content.decode()
    assert left.name in client.get("/api/v1/bulk").json()["files"][0]["url"]


def test_the_sweep_writes_one_a_day(tmp_path, settings):
    settings.OPEN_DATA_ROOT = tmp_path
    today = timezone.localdate()
    assert [bulk.run_daily(today), bulk.run_daily(today)] == [1, 0]
    assert len(bulk.runs(tmp_path)) == 1


def test_what_is_withdrawn_is_in_the_next_run_no_more_and_the_same_rows_make_the_same_bytes(people, tmp_path):
    record, other = public_penalty(people), public_penalty(people)
    first = export(tmp_path)
    again = export(tmp_path, at=NIGHT + timedelta(hours=1))
    names = ("records-penalty.jsonl.gz", "records-penalty.csv.gz")
    assert [(first / name).read_bytes() for name in names] == [(again / name).read_bytes() for name in names]
    hiding.hide(record, officer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="核对")
    after = export(tmp_path, at=NIGHT + timedelta(hours=2))
    assert [line["id"] for line in lines(after, "records-penalty")] == [str(other.public_id)]
    assert str(record.public_id) not in everything(after)


def test_bulk_and_the_feed_behind_it_are_the_present(people, tmp_path):
    record = public_penalty(people)
    run = export(tmp_path)
    hiding.hide(record, officer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="核对")
    late = public_penalty(people)
    sequence()
    copy = Replica()
    copy.load(run)
    for page in feed.until_now(copy.position, FRIDAY):
        for line in page.lines:
            copy.apply(line)
    assert {id_ for kind, id_ in copy.items if kind == "record"} == {str(late.public_id)}
    assert str(record.public_id) in copy.removed


def test_the_command_says_where_it_wrote(people, tmp_path, capsys):
    public_penalty(people, SY="命令导出的事实")
    call_command("export_open_data", out=tmp_path / "new")
    assert "变更流从序号" in capsys.readouterr().out
    (run,) = bulk.runs(tmp_path / "new")
    assert date.fromisoformat(bulk.manifest_of(run)["as_of"]) == timezone.localdate()


@pytest.mark.django_db(transaction=True)
def test_all_files_and_the_cursor_are_of_one_moment(tmp_path, monkeypatch):
    people = making.staff()
    record = public_penalty(people)
    sequence()

    def hide():
        hiding.hide(record, officer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="核对")
        sequence()
        connection.close()

    def meanwhile():
        position = newest()
        thread = threading.Thread(target=hide)
        thread.start()
        thread.join()
        return position

    newest = bulk.newest
    monkeypatch.setattr(bulk, "newest", meanwhile)
    run = bulk.export(tmp_path, NIGHT, FRIDAY)
    assert [line["id"] for line in lines(run, "records-penalty")] == [str(record.public_id)]
    told = [line for page in feed.until_now(bulk.manifest_of(run)["position"], FRIDAY) for line in page.lines]
    assert ("delete", str(record.public_id)) in {(line["op"], line["id"]) for line in told}
