"""转送字段清单: the only parts of a record that leave for other platforms. What is not named here stays inside.

By national code, for machines; never more than the public sees on the page (a test compares). Certificate numbers, old numbers
of subjects, remarks and the department's own 公示截止期 are left out. A kind without an entry leaves with the columns that all
records have. Source: design sentence 10; C5.
"""

from collections.abc import Mapping

from records.models import Record
from subjects.models import SubjectKind

ALLOWED: dict[str, tuple[str, ...]] = {
    "licence": (
        "XK_XKWS", "XK_XKZS", "XK_XKBH", "XK_XKLB", "XK_NR", "XK_YXQZ", "XK_YXQZI", "XK_FRDB", "XK_XKJG", "XK_LYDW",
    ),
    "penalty": (
        "CF_WFXW", "CF_SY", "CF_YJ", "CF_CFLB", "CF_NR", "CF_NR_FK", "CF_NR_WFFF", "CF_NR_ZKDX", "CF_YXQ", "CF_FRDB",
        "CF_CFJG", "CF_SJLY",
    ),
}  # fmt: skip
# Of a sole trader it is the owner's name, which nobody needs beside the firm's.
REPRESENTATIVES = {"XK_FRDB", "CF_FRDB"}


def content(record: Record) -> dict:
    """What leaves of a public record, out of its current version. Needs `subject`, `department` and `version` at hand."""
    said: Mapping = record.version.content
    organisation = record.subject.kind == SubjectKind.ORGANISATION
    codes = [code for code in ALLOWED.get(record.kind, ()) if organisation or code not in REPRESENTATIVES]
    return {
        "subject": {"name": record.subject.name, "code": record.subject.code, "category": record.subject.kind},
        "document_number": record.document_number,
        "decided_on": record.decided_on.isoformat(),
        "body": record.body_name,
        "department": record.department.name,
        "seriousness": record.seriousness,
        "public_from": record.public_from.isoformat() if record.public_from else None,
        "public_until": record.public_until.isoformat() if record.public_until else None,
        "fields": {code: said[code] for code in codes if said.get(code) not in (None, "")},
    }
