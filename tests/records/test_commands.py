"""Commands that others script against: JSON on stdout, a refusal in one sentence on stderr, exit status. Source: the contract."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.utils import timezone

from credit_platform.commands import Refused
from ledger.models import Act
from records.models import Record, Submission
from rules.models import Heartbeat
from tests.records.making import FRIDAY, licence, penalty, send, staff, upload

ROOT = Path(__file__).parents[2]


@pytest.fixture
def people(db):
    return staff()


@pytest.fixture
def workbook(tmp_path):
    def write(rows, name="数据.xlsx"):
        path = tmp_path / name
        path.write_bytes(upload(rows) if isinstance(rows, list) else rows)
        return str(path)

    return write


@pytest.fixture
def run(capsys, monkeypatch):
    """(exit status, stdout, stderr) of a command line, in this process and on the test's connection."""
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)

    def call(*arguments):
        name = arguments[0]
        command = load_command_class(get_commands()[name], name)
        status = 0
        try:
            command.run_from_argv(["manage.py", *map(str, arguments)])
        except SystemExit as end:
            status = end.code
        out, err = capsys.readouterr()
        return status, out, err

    return call


def submit(run, people, path, *more):
    return run("submit", path, "--department", people.body.code, "--as", people.clerk.username, *more)


def refused(said, *words):
    status, out, err = said
    assert (status, out) == (1, "")
    assert len(err.strip().splitlines()) == 1, err
    assert "Traceback" not in err
    for word in words:
        assert word in err
    return True


def test_submit_answers_as_agreed(run, people, workbook):
    rows = [penalty(people.body), penalty(people.body, JDRQ="2026/02/30"), penalty(people.body, NR_FK="20000")]
    status, out, err = submit(
        run, people, workbook(rows), "--on", FRIDAY, "--release-as", people.reviewer.username, "--json"
    )
    assert (status, err) == (0, "")
    said = json.loads(out)
    assert set(said) == {"submission", "counts", "errors"}
    assert said["counts"] == {"rows": 3, "new": 2, "unchanged": 0, "changed": 0, "rejected": 1, "released": 1}
    assert said["submission"] == str(Submission.objects.get().public_id)
    assert [{key: error[key] for key in ("row", "column", "code", "verdict")} for error in said["errors"]] == [
        {"row": 2, "column": "CF_JDRQ", "code": "bad_date", "verdict": "error"},
        {"row": 3, "column": "CF_NR_FK", "code": "looks_like_yuan", "verdict": "warning"},
    ]
    assert [error.get("grave") for error in said["errors"]] == [None, True]
    assert all(set(error) <= {"row", "column", "code", "message", "verdict", "grave"} for error in said["errors"])


def test_acts_say_command_and_system_user(run, people, workbook):
    from ledger.acts import os_user

    submit(run, people, workbook([licence(people.body)]), "--on", FRIDAY, "--release-as", people.reviewer.username)
    found = set(Act.objects.values_list("what", "channel", "os_user", "actor"))
    assert found == {
        ("submit", "command", os_user(), people.clerk.name),
        ("intake", "command", os_user(), people.clerk.name),
        ("release", "command", os_user(), people.reviewer.name),
    }
    assert os_user()


def test_faulty_rows_are_an_answer_and_a_bad_file_is_a_refusal(run, people, workbook):
    status, out, _ = submit(run, people, workbook([penalty(people.body, SY="")]), "--json", "--on", FRIDAY)
    assert (status, json.loads(out)["counts"]["rejected"]) == (0, 1)
    assert refused(submit(run, people, workbook(b"rubbish"), "--json"), "表格文件")
    assert refused(submit(run, people, workbook(b""), "--json"), "空的")
    assert refused(submit(run, people, "/nowhere/数据.xlsx", "--json"), "找不到文件")


def test_who_may_submit(run, people, workbook):
    other, path = staff(), workbook([licence(people.body)])
    code, clerk = people.body.code, people.clerk.username
    assert refused(run("submit", path, "--department", code, "--as", "nobody"), "nobody")
    assert refused(run("submit", path, "--department", code, "--as", other.clerk.username), "填报员")
    assert refused(run("submit", path, "--department", code, "--as", people.reviewer.username), "填报员")
    assert refused(run("submit", path, "--department", "11210800MA4JURQ201", "--as", clerk), "没有代码为")
    assert refused(submit(run, people, path, "--release-as", clerk), "审核员")
    assert refused(submit(run, people, path, "--release-as", other.reviewer.username), "职责范围")
    assert Record.objects.filter(state="released").count() == 0


def test_the_department_may_be_written_in_any_spelling(run, people, workbook):
    path = workbook([licence(people.body)])
    said = run("submit", path, "--department", people.body.code.lower(), "--as", people.clerk.username, "--json")
    assert said[0] == 0


def test_outside_demo_and_test_nobody_plays_two_people_or_chooses_the_future(run, people, workbook, settings):
    settings.DEMO = settings.TESTING = False
    tomorrow = timezone.localdate() + timedelta(days=1)
    path = workbook([licence(people.body)])
    assert refused(submit(run, people, path, "--release-as", people.reviewer.username), "--release-as", "演示")
    assert refused(submit(run, people, path, "--on", tomorrow), "--on", "将来")
    assert refused(run("sweep", "--on", tomorrow, "--json"), "--on")
    assert not Submission.objects.exists()
    assert run("sweep", "--on", timezone.localdate(), "--only", "publish")[0] == 0


def test_sweep_runs_all_or_one_and_leaves_heartbeats(run, people):
    send(people, [licence(people.body)])
    status, out, _ = run("sweep", "--on", "2026-11-27", "--json")
    said = json.loads(out)
    assert (status, said["publish"]) == (0, 1)
    assert set(said) == set(Heartbeat.objects.values_list("name", flat=True))
    assert set(said) >= {"intake", "publish", "end", "effects", "hides", "reckon", "remind", "calendar", "sequence"}
    assert list(said.values()).count(0) < len(said)
    assert Heartbeat.objects.get(name="publish").moved == 1
    assert run("sweep", "--on", "2026-11-27", "--json", "--only", "publish")[1].strip() == '{"publish": 0}'
    assert refused(run("sweep", "--only", "nothing", "--json"), "nothing", "publish")


def test_a_failing_sweep_says_so_and_stops_no_other(run, people, monkeypatch):
    from credit_platform import sweeps

    def fail(on):
        raise OSError(28, "No space left on device", f"{people.body.code}.xlsx")

    monkeypatch.setitem(sweeps.SWEEPS, "reckon", fail)
    send(people, [licence(people.body)])
    assert refused(run("sweep", "--on", "2026-11-27", "--json"), "reckon", "No space left on device")
    assert Heartbeat.objects.get(name="reckon").error == "OSError（No space left on device）"  # and not whose file
    assert Record.objects.get().state == "released"


def test_workday_answers_as_agreed(run, db):
    status, out, _ = run("workday", "2026-09-30", "7", "2026-12-31", "5", "2026-11-20", "0", "--json")
    assert status == 0
    assert json.loads(out) == [
        {"date": "2026-10-15", "provisional": False},
        {"date": "2027-01-07", "provisional": True},
        {"date": "2026-11-20", "provisional": False},
    ]


@pytest.mark.parametrize("arguments", [["2026-09-30"], ["2026-02-30", "7"], ["2026-09-30", "x"], ["2026-09-30", "99999"],
                                       ["9999-12-30", "7"]])  # fmt: skip
def test_workday_refuses_in_a_sentence(run, db, arguments):
    assert refused(run("workday", *arguments, "--json"))


def test_refusals_are_command_errors_for_callers(people):
    with pytest.raises(Refused, match="没有代码为"):
        call_command("submit", "x.xlsx", "--department", "nothing", "--as", "nobody")


@pytest.mark.django_db(transaction=True)
def test_the_whole_process_prints_json_and_nothing_else(process_environment, tmp_path):
    """A real process: stdout is JSON, status 0; refused: stderr has the sentence, status 1."""
    people = staff()
    path = tmp_path / "数据.xlsx"
    path.write_bytes(upload([licence(people.body)]))

    def manage(*arguments):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=process_environment | {"PYTHONWARNINGS": ""},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    good = manage(
        "submit", str(path), "--department", people.body.code, "--as", people.clerk.username, "--json",
        "--release-as", people.reviewer.username, "--on", FRIDAY.isoformat(),
    )  # fmt: skip
    assert good.returncode == 0, good.stderr
    assert json.loads(good.stdout)["counts"]["released"] == 1
    found = manage("find", Record.objects.get().subject.name, "--json")
    assert json.loads(found.stdout)["total"] == 1
    bad = manage("submit", str(path), "--department", "x", "--as", "y", "--json")
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr.strip().endswith("。")
    assert "Traceback" not in bad.stderr
