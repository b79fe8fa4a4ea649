"""ID numbers stand nowhere in plain: no table, file, cache, message or log. Source: design sentence 9, G6."""

import json
import logging
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from credit_platform import sweeps
from credit_platform.sealing import unseal_text
from records import annotating
from records.models import Record
from records.releasing import release_submission
from records.tasks import run_intake, start_intake
from tests.records.making import (
    FRIDAY,
    acting,
    grid,
    id_number,
    licence,
    penalty,
    person,
    receive,
    send,
    staff,
    workbook,
)

GOOD, REPRESENTATIVE, MISTYPED, G2, ELSEWHERE = (id_number(serial) for serial in range(101, 106))
MISTYPED = MISTYPED[:17] + ("0" if MISTYPED[17] != "0" else "1")
PASSPORT = "E76543210"
NUMBERS = [GOOD, REPRESENTATIVE, MISTYPED, G2, ELSEWHERE, PASSPORT]


def everything_in_the_database() -> str:
    texts = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            texts += [row for (row,) in cursor.fetchall()]
    return "\n".join(texts)


@pytest.mark.django_db
def test_no_id_number_is_anywhere_in_plain(caplog, capfd, settings, tmp_path):
    caplog.set_level(logging.DEBUG)
    settings.MEDIA_ROOT = tmp_path
    people = staff()
    rows = [
        person(people.body, GOOD),
        person(people.body, PASSPORT) | {"CF_XDR_ZJLX": "护照号"},
        penalty(people.body, FR_ZJLX="身份证", FR_ZJHM=REPRESENTATIVE),
        person(people.body, MISTYPED),
        penalty(people.body, XDR_SHXYM=ELSEWHERE),
        penalty(people.body, SY=f"当事人{ELSEWHERE}到场"),
        penalty(
            people.body, JDRQ=ELSEWHERE, CFLB=ELSEWHERE, NR_FK=ELSEWHERE, XDR_LB=ELSEWHERE, YXQ=float(ELSEWHERE[:17])
        ),
        penalty(people.body, XDR_GSZC=ELSEWHERE, XDR_SWDJ=f"{ELSEWHERE}01", BZ=f"联系人{ELSEWHERE}"),
        penalty(people.body, XDR_ZJLX=ELSEWHERE, WSH=ELSEWHERE, CFJGDM=ELSEWHERE),
    ]
    submission, report = send(people, rows)
    assert (report.counts["new"], report.counts["rejected"]) == (3, 6)
    old = licence(people.body)
    lines = grid([old], codes=[code for code in old if code != "XK_XDR_LB"])
    lines[0].append("法定代表人身份证号")
    lines[1].append(G2)
    assert send(people, workbook(lines))[1].counts["new"] == 1
    release_submission(submission, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY)
    for name in sweeps.SWEEPS:
        if name != "captchas":
            sweeps.run(name, FRIDAY)
    # changed by another upload, and asked for as an annotated workbook
    send(people, [rows[0] | {"CF_SY": "改了"}, rows[2] | {"CF_SY": "改了"}])
    annotating.annotated(submission)
    texts = {
        "database": everything_in_the_database(),
        "log": caplog.text + "".join(capfd.readouterr()),
        "report": repr(report),
        "files": "".join(path.read_bytes().decode("latin-1") for path in Path(tmp_path).rglob("*") if path.is_file()),
        "redis": everything_in_redis(),
    }
    assert texts["database"].count("submission") > 0
    assert len(texts["files"]) > 3_000
    found = [
        (place, number) for place, text in texts.items() for number in NUMBERS if number in text or number[:14] in text
    ]
    assert found == []


def everything_in_redis() -> str:
    server = redis.Redis.from_url(settings.REDIS_URL, decode_responses=False)
    said = b""
    for key in server.scan_iter():
        kind = server.type(key)
        said += key + (
            server.get(key) if kind == b"string" else b"".join(server.lrange(key, 0, -1)) if kind == b"list" else b""
        )
    return said.decode("latin-1")


@pytest.mark.django_db
def test_sealed_they_can_be_opened_again():
    people = staff()
    send(people, [person(people.body, GOOD)])
    record = Record.objects.get()
    version = record.version
    assert json.loads(unseal_text(version.sealed, f"version:{version.sameness}")) == {"CF_XDR_ZJHM": GOOD}
    identifier = record.subject.identifiers.get()
    assert unseal_text(identifier.sealed, f"identifier:{identifier.value}") == GOOD


@pytest.mark.django_db(transaction=True)
def test_a_task_carries_the_id_of_the_submission_and_nothing_else(monkeypatch):
    people, sent = staff(), []
    monkeypatch.setattr(run_intake, "delay", lambda *arguments, **named: sent.append((arguments, named)))
    submission = receive(people, [person(people.body, GOOD)])
    start_intake(submission)
    assert sent == [((submission.pk,), {})]
