"""What the status page answers, and when a monitor is alarmed."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from publicity.status import state
from rules.heartbeats import beat
from rules.schedule import SCHEDULE
from tests.factories import DAY

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=30)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def all_fine(now):
    for job in SCHEDULE:
        beat(job.name, DAY, 0)


def known(found):
    return {sweep["name"]: sweep["state"] for sweep in found["sweeps"]}


def test_all_is_well(all_fine, now):
    found = state(now, now - LONG_AGO)
    assert found["ok"]
    assert set(known(found).values()) == {"fine"}


@pytest.mark.parametrize("job", SCHEDULE, ids=lambda job: job.name)
def test_each_has_its_own_limit_of_silence(all_fine, now, job):
    """Publishing that stopped hours ago is not excused by what runs once a day."""
    for minutes, fine in ((-1, True), (1, False)):
        with time_machine.travel(now - job.limit - timedelta(minutes=minutes), tick=False):
            beat(job.name, DAY, 0)
        found = state(now, now - LONG_AGO)
        assert (found["ok"], known(found)[job.name]) == (fine, "fine" if fine else "silent")


def test_one_that_fails_alarms_at_once(all_fine, now, client):
    beat("publish", DAY, 0, error="IntegrityError（secret）")
    found = state(now, now)
    assert (found["ok"], known(found)["publish"]) == (False, "failed")
    for path in ("/status", "/status.json"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "secret" not in answer.content.decode()
    assert client.get("/status").content.decode().count("需要检查") == 1


def test_a_fresh_start_is_no_alarm_and_a_scheduler_that_never_starts_is(now, client):
    assert state(now, now)["ok"]
    page = client.get("/status").content.decode()
    assert "按期公示" in page
    assert "需要检查" not in page, "nor is any job named that is in order"
    later = state(now, now - timedelta(minutes=11))
    assert (later["ok"], set(known(later).values())) == (False, {"never"})


def test_a_start_after_days_is_no_alarm_for_some_minutes(now):
    with time_machine.travel(now - timedelta(days=3)):
        for job in SCHEDULE:
            beat(job.name, DAY, 0)
    assert state(now, now - timedelta(minutes=1))["ok"]
    assert not state(now, now - timedelta(minutes=11))["ok"]


def test_heartbeats_of_no_sweep_alarm_nobody(all_fine, now):
    beat("of-an-older-version", DAY, 0, error="x")
    assert state(now, now - LONG_AGO)["ok"]


def test_without_database(client, monkeypatch):
    def broken():
        raise OperationalError("host=10.0.0.1 password=secret")

    monkeypatch.setattr("publicity.status.connection.ensure_connection", broken)
    answer = client.get("/status.json")
    assert answer.status_code == 503
    assert json.loads(answer.content) == {"ok": False, "database": False, "redis": True, "frozen": False, "sweeps": []}
    page = client.get("/status")
    assert page.status_code == 503
    assert "数据库没有应答，查询暂时用不了" in page.content.decode()
