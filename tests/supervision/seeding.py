"""Many records, submissions and faulty rows at once, with known lateness and faults; straight into the tables."""

import csv
import io
import random
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from records.models import Record, RejectedRow, Submission, Version
from subjects.models import Subject
from tests import factories

NOW = timezone.now()


@dataclass
class Seeded:
    departments: list
    months: list[date]


def seed(people, *, rows: int, months: list[date], departments: int = 6, seed: int = 1) -> Seeded:
    """`rows` records over the months: some late, some renewed after their day, some stock, taken back, on behalf, of bodies
    unknown here; and a faulty row for every twelve, some sent twice, some in what was taken back.
    """
    lot = random.Random(seed)
    office = people.office.department
    bodies = [people.body] + [factories.department(parent=office) for _ in range(departments - 1)]
    clerks = {one.pk: factories.officer("clerk", department=one) for one in bodies}
    subject = factories.subject()
    submissions = _submissions(lot, bodies, clerks, months)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('records_version', 'id')) FROM generate_series(1, %s)", [rows * 2]
        )
        numbers = iter([number for (number,) in cursor.fetchall()])
        records, versions = [], []
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('records_record', 'id')) FROM generate_series(1, %s)", [rows]
        )
        for place, (pk,) in enumerate(cursor.fetchall()):
            record, more = _record(lot, pk, place, subject, submissions, bodies, months, numbers)
            records.append(record)
            versions += more
        _copy(cursor, Record, records)
        _copy(cursor, Version, versions)
        RejectedRow.objects.bulk_create(_faulty(lot, rows // 12, submissions, months), batch_size=2000)
    return Seeded(bodies, months)


def _copy(cursor, model, rows: list[dict]) -> None:
    """bulk_create, and instances at all, would take most of the test's time."""
    fields, out = model._meta.concrete_fields, io.StringIO()
    names = [field.attname for field in fields]
    texts = [field.attname for field in fields if field.get_internal_type() in ("CharField", "TextField")]
    blank = {
        field.attname: "" if field.attname in texts else None if field.null else field.get_default() for field in fields
    }
    writer = csv.writer(out)
    for row in rows:
        writer.writerow((blank | row)[name] for name in names)
    out.seek(0)
    force = f", FORCE_NOT_NULL ({', '.join(texts)})"
    cursor.copy_expert(f"COPY {model._meta.db_table} ({', '.join(names)}) FROM STDIN (FORMAT csv{force})", out)


def _submissions(lot, bodies, clerks, months) -> list[Submission]:
    made = []
    for body in bodies:
        for month in months:
            for kind in ("licence", "penalty"):
                for day in (6, 14, 25, 45):
                    stock, state = lot.random() < 0.15, "taken_back" if lot.random() < 0.1 else "done"
                    made.append(
                        factories.submission(
                            department=body,
                            clerk=clerks[body.pk],
                            kind=kind,
                            arrived_on=month + timedelta(days=day),
                            stock=stock,
                            state=state,
                        )
                    )
    return made


def _record(lot, pk, place, subject: Subject, submissions, bodies, months, numbers):
    sent = lot.choice(submissions)
    decided = lot.choice(months) + timedelta(days=lot.randrange(31))
    due = None if sent.stock else decided + timedelta(days=lot.randrange(1, 20))
    earlier = lot.choice(submissions) if lot.random() < 0.3 else None
    history = [earlier, sent] if earlier is not None else [sent]
    history = sorted(history, key=lambda one: one.arrived_on)
    current = history[-1]
    ids = [next(numbers) for _ in history]
    body = lot.choice(bodies)
    code = factories.code("11") if lot.random() < 0.05 else body.code  # unknown here: counts for who reported it
    record = {
        "id": pk,
        "public_id": uuid.uuid4(),
        "kind": current.kind,
        "subject_id": subject.pk,
        "department_id": current.department_id,
        "submission_id": current.pk,
        "body_code": code,
        "body_name": "某机关",
        "document_key": f"{place}",
        "document_number": f"虚〔2026〕{place}号",
        "decided_on": decided,
        "due": due,
        "arrived_on": current.arrived_on,
        "stock": sent.stock,
        "state": lot.choices(("awaiting", "internal", "taken_back"), (7, 2, 1))[0],
        "version_id": ids[-1],
    }
    versions = [
        {
            "id": number,
            "record_id": pk,
            "number": count,
            "content": "{}",
            "warnings": "[]",
            "created_at": NOW,
            "submission_id": one.pk,
            "row": 2 * place + count,
        }
        for count, (number, one) in enumerate(zip(ids, history, strict=True), 1)
    ]
    return record, versions


def _faulty(lot, count: int, submissions, months) -> list[RejectedRow]:
    made = []
    for place in range(count):
        sent = lot.choice(submissions)
        decided = None if lot.random() < 0.1 else lot.choice(months) + timedelta(days=lot.randrange(28))
        mark = "" if lot.random() < 0.1 else f"mark{place}"
        mended = lot.choice(submissions) if lot.random() < 0.3 else None
        made.append(
            RejectedRow(submission=sent, row=place + 1, findings=[], decided_on=decided, mark=mark, mended_by=mended)
        )
        if mark and lot.random() < 0.3:  # the same again
            made.append(RejectedRow(submission=sent, row=count + place + 1, findings=[], decided_on=decided, mark=mark))
    return made
