"""The security register: who writes, who reads, and that nobody closes what they wrote."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from records.freezing import freeze
from supervision.models import SecurityEntry
from supervision.securing import SecurityRefused, amend, close, enter
from tests import factories
from tests.records.making import FRIDAY, acting
from tests.supervision import making

pytestmark = pytest.mark.django_db


def by(officer) -> dict:
    return {"officer": officer, "actor": acting(officer), "on": FRIDAY}


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def security(people):
    return factories.officer("security_admin", department=people.office.department)


def entered(security, **fields) -> SecurityEntry:
    words = {
        "kind": "restore", "happened_on": FRIDAY, "responsible": "安全员", "finding": "恢复用时40分钟", "measure": "加大磁盘",
        "due": FRIDAY + timedelta(days=30), "freeze": None,
    }  # fmt: skip
    return enter(**words | fields, **by(security))


def test_written_amended_and_closed_by_a_second_person(people, security):
    entry = entered(security, measure="", kind="incident")
    with pytest.raises(SecurityRefused, match="还没有写明措施"):
        close(entry, words="已核实", **by(people.approver))
    amend(entry, measure="更换口令", due=None, **by(security))
    with pytest.raises(SecurityRefused, match="不能自己销号"):
        close(entry, words="已核实", **by(security))
    with pytest.raises(IntegrityError), transaction.atomic():
        SecurityEntry.objects.update(closer=security)
    close(entry, words="已核实", **by(people.approver))
    entry.refresh_from_db()
    assert (entry.state, entry.closer) == ("closed", people.approver)
    with pytest.raises(SecurityRefused, match="已经销号"):
        amend(entry, measure="又改", due=None, **by(security))


def test_who_may_not(people, security):
    entry = entered(security)
    for officer in (people.clerk, people.office, people.approver, people.auditor):
        with pytest.raises(SecurityRefused):
            entered(officer)
    for officer in (people.clerk, people.office, people.auditor):
        with pytest.raises(SecurityRefused):
            close(entry, words="x", **by(officer))
    with pytest.raises(SecurityRefused, match="晚于今天"):
        entered(security, happened_on=FRIDAY + timedelta(days=1))


def test_an_incident_names_the_freeze_that_it_led_to(people, security):
    stopped = freeze(officer=security, actor=acting(security), on=FRIDAY, reason="数据异常")
    assert entered(security, kind="incident", freeze=stopped).freeze == stopped
