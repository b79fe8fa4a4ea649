"""The workbooks of the acceptance data, by the command that others script against. Source: B1, B2, B8, G2."""

import csv
import json

import pytest
from django.core.management import call_command

from records.models import Record
from subjects.models import Subject
from subjects.search import find
from tests import factories

pytestmark = [pytest.mark.acceptance, pytest.mark.django_db]
SATURDAY = "2026-11-21"


@pytest.fixture
def bodies(data):
    """The two departments of the data, with clerk and reviewer: name → code."""
    found = {}
    with (data / "workbooks" / "departments.csv").open(encoding="utf-8-sig", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows)):
            body = factories.department(row["name"], code=row["uscc"])
            factories.officer("clerk", department=body, username=f"clerk{number}")
            factories.officer("reviewer", department=body, username=f"reviewer{number}")
            found[row["name"]] = row["uscc"]
    return list(found.values())


@pytest.fixture
def submit(data, bodies, capsys):
    def run(name, department, *more):
        arguments = [
            f"--department={bodies[department]}",
            f"--as=clerk{department}",
            f"--on={SATURDAY}",
            "--json",
            *more,
        ]
        call_command("submit", str(data / "workbooks" / name), *arguments)
        return json.loads(capsys.readouterr().out)

    return run


def counts(**given):
    return {"rows": 0, "new": 0, "unchanged": 0, "changed": 0, "rejected": 0, "released": 0} | given


def test_all_licences_in_released_and_found(submit, data):
    said = submit("licences_g3.xlsx", 0, "--stock", "--release-as=reviewer0")
    assert said["counts"] == counts(rows=4488, new=4488, released=4488)
    assert [error for error in said["errors"] if error["verdict"] == "error" or error.get("grave")] == []
    lost = []
    for name, code in Subject.objects.values_list("name", "code"):
        by_code, by_name = find(code, limit=1), find(name, limit=20)
        if [hit.code for hit in by_code.hits] != [code] or code not in {hit.code for hit in by_name.hits}:
            lost.append((name, code))
        elif by_name.hits[0].name != name and by_name.hits[0].matched != name:
            lost.append((name, code, by_name.hits[0].name))
    assert lost == []
    assert Record.objects.public(Record.objects.first().public_from).count() == 4488
    # the same rows in other layouts and encodings say the same
    assert submit("licences_g3_gb18030.csv", 0, "--stock")["counts"] == counts(
        rows=(table := rows_of(data / "workbooks" / "licences_g3_gb18030.csv")), unchanged=table
    )
    assert submit("licences_g2_codes.xlsx", 0, "--stock")["counts"] == counts(rows=200, unchanged=200)
    assert Record.objects.count() == Subject.objects.count() == 4488


def rows_of(path):
    with path.open(encoding="gb18030", newline="") as lines:
        return sum(1 for _ in csv.reader(lines)) - 1


def test_csv_and_generation_2_are_new_in_an_empty_database(submit, data):
    table = rows_of(data / "workbooks" / "licences_g3_gb18030.csv")
    assert submit("licences_g3_gb18030.csv", 0, "--stock")["counts"] == counts(rows=table, new=table)


def test_generation_2_alone(submit):
    assert submit("licences_g2_codes.xlsx", 0, "--stock")["counts"] == counts(rows=200, new=200)


def test_penalties_under_both_headers(submit):
    said = submit("penalties_g3_both_headers.xlsx", 1, "--release-as=reviewer1")
    assert said["counts"]["rows"] == said["counts"]["new"] == 300
    assert said["counts"]["rejected"] == 0
    public = Record.objects.public(Record.objects.filter(state="released").first().public_from)
    assert said["counts"]["released"] == public.count() > 0
    assert not public.filter(seriousness__in=["minor", ""]).exists()


def test_persons_go_in_and_none_is_public(submit):
    said = submit("penalties_persons_g3.xlsx", 1, "--release-as=reviewer1")
    assert said["counts"] == counts(rows=40, new=40)
    assert set(Record.objects.values_list("state", "internal_reason")) == {("internal", "person")}
    assert not Subject.objects.public().exists()


def test_the_faulty_workbook_gets_the_verdicts_of_its_answer_key(submit, data):
    said = submit("penalties_faulty_g3.xlsx", 1)
    with (data / "workbooks" / "penalties_faulty_g3.answers.csv").open(encoding="utf-8-sig", newline="") as rows:
        answers = list(csv.DictReader(rows))
    wrong = []
    for answer in answers:
        errors = [error for error in said["errors"] if error["row"] == int(answer["row"])]
        hit = {error["verdict"] for error in errors if error["column"] in answer["column"].split("|")}
        refused = any(error["verdict"] == "error" for error in errors)
        fits = {"accept": not refused, "error": "error" in hit, "warning": "warning" in hit and not refused}
        if not fits[answer["verdict"]]:
            wrong.append((answer, errors))
    assert wrong == []
    errors = sum(answer["verdict"] == "error" for answer in answers)
    assert said["counts"] == counts(rows=len(answers), new=len(answers) - errors, rejected=errors)
    for error in said["errors"]:
        assert set(error) - {"grave"} == {"row", "column", "code", "message", "verdict"}
        assert error["message"].endswith("。")


def test_a_name_is_found(submit):
    submit("licences_g2_codes.xlsx", 0, "--stock", "--release-as=reviewer0")
    assert find("营口").total > 20
