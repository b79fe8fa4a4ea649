"""Credit checks against a million list entries: a batch of 10,000 beside a loop of single checks, and single checks through the
API of two web workers: `.venv/bin/python -m bench.checks [--entries 1000000]`.

Half of the batch is on the list. The loop runs over a sample and is reckoned up to the whole. A database of its own
(var/bench-checks), gone afterwards; filling takes some minutes.
"""

import argparse
import http.client
import json
import os
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.portal_settings")

from bench.ground import TODAY, fresh, people, say, stopwatch, verdict

BIND = ("127.0.0.1", 8766)
TARGET_TIMES, TARGET_P99_MS = 10, 30.0
NUMBERED = "'911000MX' || lpad({}::text, 10, '0')"
# A subject in two is listed. Written by the owner as the use cases would have left it.
FILL = (
    "INSERT INTO subjects_subject (public_id, kind, name, code, public_since, created_at)"
    f" SELECT gen_random_uuid(), 'organisation', '云州第' || n || '商贸有限公司', {NUMBERED.format('n')}, %(day)s, now()"
    " FROM generate_series(1, 2 * %(entries)s) n",
    "INSERT INTO subjects_identifier (subject_id, type, value, sealed) SELECT id, 'uscc', code, '' FROM subjects_subject",
    "INSERT INTO blacklists_reportedact (public_id, subject_id, department_id, ground, document, decided_on, basis, facts, state,"
    " proposer_id, proposed_on, approver_id) SELECT gen_random_uuid(), id, %(body)s, 'fraud', '云认' || id || '号', %(day)s, '办法', '',"
    " 'confirmed', %(one)s, %(day)s, %(two)s FROM subjects_subject WHERE id %% 2 = 0",
    "INSERT INTO blacklists_entry (public_id, subject_id, person, department_id, state, behaviour, behaviour_title, behaviour_version,"
    " field, reasons, basis, proposer_id, proposed_on, notice_number, noticed_by_id, notice_delivered_on, hearing_closed_on,"
    " findings, months, exit_conditions, remedies, measures, decider, decision_number, document_title, document_number,"
    " document_path, document_name, approver_id, decided_on, until, decision_delivered_on, publisher_id, effective_from,"
    " public_from, exit)"
    " SELECT gen_random_uuid(), subject_id, false, %(body)s, 'published', 'n-field-02', '违法情形', '行为清单', '市场监管', '事由', '办法',"
    " %(one)s, %(day)s, '告知', %(two)s, %(day)s, %(day)s, '', 36, '期满', '复议', '', 'body', '决定' || id, '', '文' || id, '', '',"
    " %(two)s, %(day)s, %(day)s + 900, %(day)s, %(two)s, %(day)s, %(day)s, '' FROM blacklists_reportedact",
    "INSERT INTO blacklists_ground (entry_id, act_id) SELECT entry.id, act.id FROM blacklists_entry entry"
    " JOIN blacklists_reportedact act USING (subject_id)",
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--entries", type=int, default=1_000_000)
    arguments.add_argument("--rows", type=int, default=10_000)
    arguments.add_argument("--sample", type=int, default=300, help="single checks of the loop")
    arguments.add_argument("--requests", type=int, default=1_500)
    given = arguments.parse_args()
    with fresh("checks"):
        _measure(given)


def _measure(given) -> None:
    from django.db import connection

    from checks.matching import Asked
    from checks.models import Check

    department, _, clerk, reviewer = people()
    with stopwatch() as took:
        _fill(given.entries, department, clerk, reviewer)
    say("filling", f"{took[0]:.0f} s")
    lot = random.Random(3)
    codes = [f"911000MX{lot.randint(1, 2 * given.entries):010d}" for _ in range(given.rows)]
    asked = [Asked(code=code) for code in codes]
    print(f"load average {os.getloadavg()[0]:.1f}")
    _single(asked[0], clerk)  # a process reads the rules of the place once
    with stopwatch() as loop:
        for one in asked[: given.sample]:
            _single(one, clerk)
    with stopwatch() as batch:
        made = _batch(asked, clerk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE checks_check")
    answered = Check.objects.filter(batch=made, outcome="found").count()
    listed = sum(int(code[-10:]) % 2 == 0 for code in codes)
    each, whole = loop[0] / given.sample * 1000, batch[0]
    say("one single check of the loop", f"{each:.1f} ms")
    say(f"batch of {given.rows}", f"{whole:.2f} s", f"{whole / given.rows * 1000:.2f} ms a row")
    times = each * given.rows / 1000 / whole
    say("loop / batch", f"{times:.1f} ×", verdict(times >= TARGET_TIMES, f"≥ {TARGET_TIMES} ×"))
    right = answered == given.rows and made.hits == listed
    say("rows answered; hits as there are", f"{answered}; {made.hits}", verdict(right, "every row"))
    connection.close()
    _api(given, codes, department, clerk)


def _fill(entries: int, department, one, two) -> None:
    from django.db import connection, transaction

    from credit_platform.roles import as_owner

    known = {"entries": entries, "day": TODAY, "body": department.pk, "one": one.pk, "two": two.pk}
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement, known)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _single(asked, clerk) -> None:
    from checks.checking import Occasion, check

    check(asked, occasion=Occasion("测量", title="测量"), officer=clerk, actor=_actor(clerk), on=TODAY)


def _batch(asked, clerk):
    from checks.batch_sheets import sheet_of
    from checks.checking import Occasion, check_batch

    sheet = sheet_of(asked)
    return check_batch(sheet, occasion=Occasion("测量", title="测量"), officer=clerk, actor=_actor(clerk), on=TODAY)


def _actor(clerk):
    from accounts.acting import actor_of
    from ledger.models import Act

    return actor_of(clerk, Act.Channel.COMMAND)


def _api(given, codes: list[str], department, clerk) -> None:
    """One client after another's answer, over one connection, as a counter's system asks."""
    from django.db import connection

    from bench.ground import WEB
    from credit_platform.processes import child

    secret = _token(department, clerk)
    connection.close()
    os.environ["API_REQUESTS_PER_MINUTE"] = "1000000000"
    with (
        tempfile.TemporaryDirectory() as folder,
        child(*WEB, "-b", ":".join(map(str, BIND)), log=Path(folder) / "web.log"),
    ):
        _wait()
        line = http.client.HTTPConnection(*BIND, timeout=30)
        took = [_ask(line, secret, code) for code in codes[: given.requests]]
    took = sorted(took[100:])  # the first ones warm the workers
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    say(f"single check through the API, {len(took)} of them", f"p50 {p50:.1f} ms")
    say("the same, p99", f"{p99:.1f} ms", verdict(p99 <= TARGET_P99_MS, f"≤ {TARGET_P99_MS} ms"))


def _token(department, clerk) -> str:
    """Opened and activated by two administrators, as on the page."""
    from accounts.acting import actor_of
    from accounts.appointing import add_officer, grant_role
    from accounts.tokens import activate_token, open_token
    from ledger.acts import command_line
    from ledger.models import Act

    admins = []
    for role in ("system_admin", "security_admin"):
        officer, _ = add_officer(username=role, name=role, department=department, by=command_line(), on=TODAY)
        grant_role(officer, role, by=command_line(), on=TODAY)
        admins.append(officer)
    opener, keeper = admins
    token, secret = open_token(
        name="测量", department=department, officer=clerk, scopes=("check",), by=actor_of(opener, Act.Channel.COMMAND),
        proposer=opener, on=TODAY, until=TODAY + timedelta(days=300),
    )  # fmt: skip
    activate_token(token, officer=keeper, by=actor_of(keeper, Act.Channel.COMMAND), on=TODAY)
    return secret


def _ask(line: http.client.HTTPConnection, secret: str, code: str) -> float:
    body = json.dumps({"code": code, "matter": "测量", "purpose": "测量"})
    heads = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    start = time.perf_counter()
    line.request("POST", "/api/department/v1/checks", body, heads)
    answer = line.getresponse()
    said = answer.read()
    took = (time.perf_counter() - start) * 1000
    if answer.status != 201:
        raise SystemExit(f"{answer.status}: {said.decode()[:500]}")
    return took


def _wait() -> None:
    for _ in range(300):
        try:
            line = http.client.HTTPConnection(*BIND, timeout=5)
            line.request("GET", "/api/department/v1/checks")
            line.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the web server does not answer")


if __name__ == "__main__":
    main()
