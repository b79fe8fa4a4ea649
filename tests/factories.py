"""Rows for tests: each function makes one with all it stands on, takes what matters as keywords and invents the rest.

Names and numbers are invented. The states are set directly here, for a test that needs a released record is not about
releasing; in the house itself only ledger/moves.py may do that.
"""

import hashlib
import itertools
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Department, Officer, RoleGrant
from credit_platform.codes import uscc_check_character
from records.models import Record, Submission, Version
from subjects.indexing import index_subjects
from subjects.models import FormerName, Subject

_numbers = itertools.count(1)
DAY = timezone.localdate()  # everything is dated from today, for pages show what is public today


def ago(days: int) -> date:
    """So many calendar days before today; after it where negative."""
    return DAY - timedelta(days=days)


def code(first: str = "91", division: str = "210800") -> str:
    """A valid invented unified social credit code: a new one at each call."""
    organisation = f"{next(_numbers):08d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = "0123456789X"[(11 - sum(w * int(c) for w, c in zip(weights, organisation, strict=True)) % 11) % 11]
    body = f"{first}{division}{organisation}{check}"
    return body + uscc_check_character(body)


def department(name: str = "", **fields) -> Department:
    return Department.objects.create(name=name or f"虚构市第{next(_numbers)}局", **{"code": code("11"), **fields})


def officer(*roles: str, department: Department | None = None, **fields) -> Officer:
    """An active officer who holds `roles`; password "pass"."""
    number = next(_numbers)
    row = Officer(
        department=department or globals()["department"](),
        **{"username": f"officer{number}", "name": f"经办{number}", **fields},
    )
    row.set_password("pass")
    row.save()
    RoleGrant.objects.bulk_create(RoleGrant(officer=row, role=role, since=DAY, granted_by="测试") for role in roles)
    return row


def subject(name: str = "", *, former: tuple[str, ...] = (), public: bool = True, **fields) -> Subject:
    """An organisation that the public can find, unless told otherwise; indexed for search."""
    kind = fields.setdefault("kind", "organisation")
    row = Subject.objects.create(
        name=name or f"虚构市第{next(_numbers)}制造有限公司",
        **{"code": "" if kind == "person" else code(), "public_since": DAY if public else None, **fields},
    )
    FormerName.objects.bulk_create(FormerName(subject=row, name=past) for past in former)
    index_subjects([row.pk])
    return row


def submission(department: Department | None = None, **fields) -> Submission:
    department = department or globals()["department"]()
    number = next(_numbers)
    return Submission.objects.create(
        department=department,
        clerk=fields.pop("clerk", None) or officer("clerk", department=department),
        **{
            "state": "done",
            "file_name": f"{number}.xlsx",
            "file_sha256": hashlib.sha256(str(number).encode()).hexdigest(),
            "file_size": 1,
            "arrived_on": DAY,
            **fields,
        },
    )


LICENCE = {
    "XK_XKWS": "食品经营许可决定书",
    "XK_XKZS": "食品经营许可证",
    "XK_XKBH": "JY12108000000001",
    "XK_XKLB": "普通",
    "XK_NR": "预包装食品销售；散装食品销售（含冷藏冷冻食品）。",
    "XK_YXQZ": "2026-11-10",
    "XK_YXQZI": "2031-11-09",
    "XK_FRDB": "甲某",
    "XK_XKJG": "虚构市市场监督管理局",
    "XK_LYDW": "虚构市市场监督管理局",
}
PENALTY = {
    "CF_WFXW": "未按规定公示年度报告",
    "CF_SY": "经查，当事人未在规定期限内公示上一年度的年度报告。",
    "CF_YJ": "《企业信息公示暂行条例》第十八条",
    "CF_CFLB": "罚款",
    "CF_NR": "罚款贰仟元整。",
    "CF_NR_FK": "0.2",
    "CF_YXQ": "2027-11-10",
    "CF_FRDB": "甲某",
    "CF_CFJG": "虚构市市场监督管理局",
    "CF_SJLY": "虚构市市场监督管理局",
}


def record(
    kind: str = "licence", *, content: dict | None = None, submission: Submission | None = None, **fields
) -> Record:
    """A released, public record with its first version. `content` is added to an invented one of the kind."""
    number = next(_numbers)
    submission = submission or globals()["submission"](department=fields.get("department"))
    document = fields.setdefault("document_number", f"虚市监〔2026〕{number}号")
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
    ):  # record and version point at each other; checked at commit
        cursor.execute("SELECT nextval(pg_get_serial_sequence('records_version', 'id'))")
        version = cursor.fetchone()[0]
        row = Record.objects.create(
            kind=kind,
            submission=submission,
            version_id=version,
            **{
                "department": submission.department,
                "body_code": submission.department.code,
                "body_name": submission.department.name,
                "document_key": document,
                "decided_on": ago(12),
                "due": ago(3),
                "release_by": ago(3),
                "arrived_on": DAY,
                "state": "released",
                "public_from": ago(6),
                **({"subject": subject()} if "subject" not in fields else {}),
                **fields,
            },
        )
        Version.objects.create(
            id=version,
            record=row,
            number=1,
            content=(LICENCE if kind == "licence" else PENALTY) | (content or {}),
            sameness="0" * 64,
            salt="0" * 32,
            digest="0" * 64,
            submission=submission,
            row=number,
        )
    return row
