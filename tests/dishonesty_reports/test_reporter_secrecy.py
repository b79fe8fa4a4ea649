"""Who reported is known to nobody but a named reader who was let in, each time anew; elsewhere there is no trace. Source: F7."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AccessLog, Role
from blacklists.refusals import ListRefused
from credit_platform.routes import ALLOWED, routes
from dishonesty_reports import handling, reading
from dishonesty_reports.filing import Reporter
from dishonesty_reports.models import Reading
from ledger.models import Act
from tests import factories
from tests.blacklists.walking import again
from tests.dishonesty_reports.telling import asked, told
from tests.factories import DAY
from tests.records.making import id_number, staff
from tests.representation.making import by_staff
from workbench.clock_notices import remind_of_clocks

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return staff()


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_only_a_named_reader_let_in_by_another_and_once(people):
    report = told(people, reporter=Reporter(name="柏青岚", phone="13804172231"), statement="原话甲乙丙")
    handling.forward(report, to=people.body, text="改过的话", **by_staff(people.office))
    read = reverse("dishonesty:reporter_read", args=[report.public_id])
    for officer in (people.clerk, people.reviewer, people.office, people.approver):
        assert enter(officer).post(read).status_code == 302
    assert enter(people.auditor).post(read).status_code == 403
    with pytest.raises(ListRefused, match="指定的身份查阅人"):
        reading.ask(report, reason="想知道", **by_staff(people.office))
    one = asked(people, report)
    with pytest.raises(ListRefused, match="还没有另一人同意"):
        reading.read(report, **by_staff(people.office))
    reading.decide(one, agree=True, **by_staff(people.approver))
    page = enter(people.office).post(read)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    for words in ("柏青岚", "13804172231", "原话甲乙丙"):
        assert words in page.content.decode()
    assert again(one).read_at
    act = Act.objects.get(what="read_dishonesty_reporter")
    assert act.actor == people.office.name
    assert act.reason == f"须向举报人核实地点（{people.approver.name}同意）"
    look = AccessLog.objects.get(what="查看举报人信息")
    assert (look.officer_id, look.object_id) == (people.office.public_id, report.public_id)
    assert enter(people.office).post(read).status_code == 302  # once
    assert AccessLog.objects.filter(what="查看举报人信息").count() == 1
    shown = enter(people.auditor).get(reverse("dishonesty:reporter", args=[report.public_id])).content.decode()
    assert "须向举报人核实地点" in shown
    assert people.approver.name in shown


def test_what_is_taken_back_opens_nothing(people):
    report = told(people, reporter=Reporter(name="柏青岚", phone="13804172231"))
    one = asked(people, report)
    reading.decide(one, agree=True, **by_staff(people.approver))
    reading.end_handler(report.handlers.get(), **by_staff(people.approver))
    with pytest.raises(ListRefused, match="不是这件举报的身份查阅人"):
        reading.read(report, **by_staff(people.office))
    with pytest.raises(ListRefused, match="只能指定"):  # nobody names themselves, or somebody who has no part
        reading.name_handler(report, people.approver, **by_staff(people.approver))
    with pytest.raises(ListRefused, match="只能指定"):
        reading.name_handler(report, people.clerk, **by_staff(people.approver))


def test_nobody_lets_themselves_in(people):
    report = told(people)
    one = asked(people, report)
    both = factories.officer("office", "office_approver", department=people.office.department)
    Reading.objects.filter(pk=one.pk).update(asker=both)
    with pytest.raises(ListRefused, match="另一位"):
        reading.decide(again(one), agree=True, **by_staff(both))
    rows = Reading.objects.filter(pk=one.pk)
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        rows.update(answer="allowed", answered_by=both)
    with pytest.raises(IntegrityError, match="let_in"), transaction.atomic():
        rows.update(read_at="2026-11-20T00:00Z")


REPORTERS = [
    Reporter(name=name, phone=f"1390417{5000 + at}", id_number=id_number(700 + at), note=f"热线单{at}号柜")
    for at, name in enumerate(("尉迟青野", "公孙见山", "令狐知秋", "慕容拾音", "澹台听雨"))
]


def _held_anywhere() -> str:
    """Every text in every table, as the database has it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_five_reporters_leave_no_trace(people, caplog, django_capture_on_commit_callbacks):
    """Filed by page and telephone, led through every state, late and reminded of; then every page of every role, the
    whole database, logs and mails are searched.
    """
    caplog.set_level(logging.DEBUG)
    reports = []
    with django_capture_on_commit_callbacks(execute=True):
        for at, who in enumerate(REPORTERS):
            door = {"officer": people.office, "source": "hotline", "actor": by_staff(people.office)["actor"]}
            report = told(people, reporter=who, address=f"192.0.2.{at}", **(door if at % 2 else {}))
            reports.append(report)
        for report in reports[1:]:
            handling.forward(report, to=people.body, text="转办的话", **by_staff(people.office))
        for report in reports[2:]:
            handling.answer(report, outcome="founded", wording="属实", **by_staff(people.clerk))
        handling.close(reports[4], told="属实", **by_staff(people.approver))
        reading.decide(asked(people, reports[1]), agree=False, **by_staff(people.approver))
        reading.decide(asked(people, reports[2]), agree=True, **by_staff(people.approver))
        reading.read(reports[2], **by_staff(people.office))
        remind_of_clocks(DAY + timedelta(days=60))
    secrets = [text for who in REPORTERS for text in (who.name, who.phone, who.id_number, who.note)]
    pages = {"database": _held_anywhere(), "logs": caplog.text}
    pages["mails"] = "".join(one.subject + one.body + str(one.alternatives) for one in mail.outbox)
    homes = {Role.CLERK: people.body, Role.REVIEWER: people.body}
    for role in Role.values:
        client = enter(factories.officer(role, department=homes.get(role, people.office.department)))
        for route in routes():
            if route.method != "GET" or route.answer(role) != ALLOWED or "token" in (route.roles or ()):
                continue
            if not route.names:
                ways = [reverse(route.name)]
            elif route.name in ("dishonesty:one", "dishonesty:reporter"):
                ways = [reverse(route.name, args=[one.public_id]) for one in reports]
            else:
                continue
            for way in ways:
                pages[f"{role} {way}"] = client.get(way).content.decode(errors="replace")
    assert "转办的话" in pages[f"clerk /dishonesty/{reports[1].public_id}/"]  # the search reads what it says it reads
    found = [(where, secrets.index(one)) for where, text in pages.items() for one in secrets if one in text]
    assert not found
