"""Canaries: what is sealed stands nowhere but where the allow-table says; and the sweep finds what does. Source: design sentences 9, 10."""

import io
import json
import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Department, Officer
from credit_platform import personal
from credit_platform.canaries import running
from credit_platform.canaries.allowing import RULES, rule_for
from credit_platform.canaries.finding import Finder
from credit_platform.canaries.values import NUMBERS, Brood, Canary, Kind
from credit_platform.codes import resident_id_error
from credit_platform.commands import Refused
from records.models import Record
from representation.models import Representative
from subjects.models import FormerName, Subject

TODAY = timezone.localdate()
FEW = 40  # one story and the staff


def rows() -> list[int]:
    return [model.objects.count() for model in (Department, Officer, Record, Representative, Session, Subject)]


@pytest.mark.long
@pytest.mark.django_db
def test_nothing_leaks_what_leaks_is_found_and_nothing_stays(monkeypatch):
    """One sweep with leaks made on purpose, each of another kind of place: these are all that it finds."""
    planted: list[str] = []

    def plant(brood: Brood) -> None:
        mobile = next(canary.value for canary in brood.all if canary.kind == Kind.MOBILE)
        number = next(canary.value for canary in brood.all if canary.kind == Kind.ID_NUMBER)
        company = Subject.objects.filter(code__startswith="91", name__startswith="翎羽").latest("pk")
        FormerName.objects.create(subject=company, name=f"联系电话{mobile[:3]} {mobile[3:7]}-{mobile[7:]}")
        logging.getLogger("records").warning("row of %s", number)
        cache.set("last", f"seen {number.lower()}")
        planted.extend([mobile, number])

    before = rows()
    said = running.run(TODAY, FEW, plant=plant)
    found = {(leak["kind"], leak["where"]) for leak in said["leaks"]}
    pages = {where for kind, where in found if kind == "mobile"} - {"subjects_formername.name"}
    assert {where for kind, where in found if kind == "id_number"} == {"log", "redis"}
    assert pages >= {"publicity:subject", "workbench:subject"}
    assert {kind for kind, _ in found} == {"mobile", "id_number"}
    assert {leak["role"] for leak in said["leaks"] if leak["where"] == "publicity:subject"} >= {"anonymous", "office"}
    assert not any(value in json.dumps(said) for value in planted)
    assert said["canaries"] == FEW
    assert said["places"] > 1000
    assert not said["failures"]
    assert {"public_legal_representative", "themselves", "claims_to_the_office", "liaisons"} <= {
        rule["rule"] for rule in said["found"]
    }
    assert rows() == before
    assert cache.get("last") is None
    assert not [key for key in cache._cache.get_client().scan_iter() if key.startswith(running.PREFIX.encode())]


@pytest.mark.long
@pytest.mark.django_db
def test_two_hundred():
    said = running.run(TODAY)
    assert (said["canaries"], said["leaks"], said["failures"]) == (200, [], {})


def test_the_command_answers_and_ends_with_one_where_something_leaks(monkeypatch):
    said = {"canaries": 1, "places": 2, "found": [], "leaks": [], "unread": 0, "failures": {}}
    monkeypatch.setattr("credit_platform.management.commands.canaries.run", lambda on, most: said)
    out = io.StringIO()
    call_command("canaries", json=True, stdout=out)
    assert json.loads(out.getvalue()) == said
    said["leaks"] = [{"kind": "mobile", "where": "log", "role": ""}]
    with pytest.raises(CommandError, match="1处泄漏"):
        call_command("canaries", json=True, stdout=out)


def test_not_outside_demo_and_test(monkeypatch):
    monkeypatch.setattr(running, "rehearsal", lambda: False)
    with pytest.raises(Refused):
        running.run(TODAY)


def test_the_values_are_well_formed_and_differ():
    brood = Brood(300)
    for _ in range(30):
        for kind in Kind:
            brood.of(kind)
    values = [canary.value for canary in brood.all]
    assert len(values) == len(set(values)) == 300
    for canary in brood.all:
        assert canary.kind != Kind.ID_NUMBER or not resident_id_error(canary.value)
        assert canary.kind != Kind.MOBILE or personal.personal_number_in(canary.value)
        assert canary.value not in repr(canary)


@pytest.mark.parametrize(
    "text", ["{}", "a{}b", "&#32718;{}", "%E7%BF%8E{}", "\\u7fce{}", "{} "],
)  # fmt: skip
def test_however_it_is_written(text):
    name, number = Canary(Kind.PERSON, "翎鸢鹇鸢"), Canary(Kind.ID_NUMBER, "10000018990701001X")
    finder = Finder([name, number])
    rest = name.value[1:] if text[:1] in "&%\\" else name.value
    assert finder.in_text(text.format(rest)) == {name}
    assert finder.in_text("100000 18990701 001x") == {number}
    assert not finder.in_text("10000018990701002X")


def test_no_rule_shows_an_id_number_but_the_one_that_says_so():
    assert [rule.key for rule in RULES if Kind.ID_NUMBER in rule.kinds] == ["annotated_workbook"]
    for kind in NUMBERS - {Kind.OFFICE_PHONE}:  # 办公电话 of a liaison stand in their column
        assert not any(rule_for(kind, place, "") for place in ("log", "redis", "mail", "task", "ledger_act.reason"))
    assert rule_for(Kind.ID_NUMBER, "error:404", "asker") is None


def test_a_number_typed_into_an_address_stays_in_no_log(caplog, client: Client, db):
    with caplog.at_level(logging.WARNING, logger="django.request"):
        client.get("/nowhere/100000189907010013/15412345678")
    assert "/nowhere/" in caplog.text
    assert "1000001899" not in caplog.text
    assert "15412345678" not in caplog.text


@pytest.mark.django_db
def test_a_reporters_number_is_never_repeated():
    page = Client().post("/report-dishonesty/", {"id_number": "100000189907010013", "name": "某人"}).content.decode()
    assert 'name="id_number"' in page
    assert "100000189907010013" not in page
