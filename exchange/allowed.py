"""转送内容: what leaves of a record for other platforms: by national code, the fields that the public sees. Source: C5, design
sentence 10.
"""

from collections.abc import Mapping

from records.kinds.shown import ALLOWED, REPRESENTATIVES
from records.models import Record
from subjects.models import SubjectKind


def content(record: Record) -> dict:
    """What leaves of a public record, out of its current version. Needs `subject`, `department` and `version` at hand."""
    said: Mapping = record.version.content
    organisation = record.subject.kind == SubjectKind.ORGANISATION
    codes = [code for code, _ in ALLOWED[record.kind] if organisation or code not in REPRESENTATIVES]
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
