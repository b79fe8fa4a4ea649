"""What a failing sweep leaves behind: its kind, and no value of any row."""

import re
import uuid
from contextlib import suppress

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Department
from credit_platform import roles, sweeps
from credit_platform.telling import Told, tell
from ledger.acts import CLOCK, record_act
from ledger.models import Event
from ledger.moves import note
from publicity.status import state
from rules.models import Heartbeat
from tests.factories import DAY

VALUE = "11210800MA4JURQ201"


def clash():
    with transaction.atomic():
        Department.objects.create(name="示范市发展和改革委员会", code=VALUE)
        Department.objects.create(name="示范市发展和改革委员会", code=VALUE)


@pytest.mark.django_db
def test_a_database_error_leaves_type_and_constraint(monkeypatch, capsys):
    monkeypatch.setitem(sweeps.SWEEPS, "publish", lambda on: clash())
    with pytest.raises(IntegrityError, match=VALUE):  # so it would be in the log
        sweeps.run("publish", DAY)
    assert Heartbeat.objects.get(name="publish").error == "IntegrityError（accounts_department_code_key）"
    with pytest.raises(CommandError) as refused:
        call_command("sweep", "--only", "publish")
    assert "publish（IntegrityError（accounts_department_code_key））" in str(refused.value)
    said = capsys.readouterr()
    assert VALUE not in said.out + said.err + str(refused.value)


@pytest.mark.django_db
def test_the_servers_own_log_holds_no_values():
    log, name = settings.EMBEDDED.root / "postgres.log", f"部门{uuid.uuid4()}"
    length = log.stat().st_size
    for _ in range(2):
        with suppress(IntegrityError), transaction.atomic():
            Department.objects.create(name=name, code="1" * 18)
            Department.objects.create(name=name, code="1" * 18)
    said = log.read_bytes()[length:].decode()
    assert "accounts_department_code_key" in said
    assert name not in said
    assert "DETAIL" not in said


def test_what_is_told():
    assert tell(Told("一句话")) == "一句话"
    assert tell(ValueError(VALUE)) == "ValueError"
    assert (
        tell(FileNotFoundError(2, "No such file or directory", VALUE))
        == "FileNotFoundError（No such file or directory）"
    )


@pytest.mark.django_db(transaction=True)
def test_an_event_that_lost_its_number_is_an_alarm():
    act = record_act("test", CLOCK, DAY)
    events = [note(act, "test", act.public_id, "happen", "happened").pk for _ in range(3)]
    sweeps.run("sequence", DAY)
    assert sweeps.run("ledger", DAY) == 0
    with roles.as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_position WHERE event_id = ANY (%s)", [events[:2]])
    with pytest.raises(Told):
        sweeps.run("ledger", DAY)
    error = Heartbeat.objects.get(name="ledger").error
    assert re.search("有2个事件失去了编号", error)
    assert Event.objects.count() == 3
    assert not state(timezone.now())["ok"]
