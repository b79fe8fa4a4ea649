"""Issuing (制发文书): numbered letters of every house whose words are frozen when they are made. Source: D3; 国办发〔2020〕49号.

Heading, title, word of the number, opening and closing come from the pack (rules/letter_rules.py); the parts say what the case
holds. The PDF is made in the same transaction (printing.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import connection

from accounts.models import Department, Officer, Role
from credit_platform.locks import Lock, hold
from ledger.models import Act
from ledger.moves import note
from rules.letter_rules import fill
from subjects.models import Subject

from .models import AnyLetter
from .printing import make_pdf
from .procedure import letter_form

NEXT = """
INSERT INTO blacklists_letterline AS line (word, year, last) VALUES (%s, %s, 1)
ON CONFLICT (word, year) DO UPDATE SET last = line.last + 1 RETURNING last
"""


One = TypeVar("One", bound=AnyLetter)


@dataclass(frozen=True)
class Words:
    """文书内容: headings with their text; `rights`: which of the headings tell of rights, to be set off; what fills the places of the
    opening.
    """

    parts: Sequence[tuple[str, str]]
    rights: Sequence[str] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    second: Mapping[str, Any] = field(default_factory=dict)  # 随附文书: title and parts, on a page of its own


@dataclass(frozen=True)
class Form:
    """文书格式 on a day, with the bodies that stand in it."""

    kind: str
    said: Mapping[str, Any]  # as rules/letter_rules.py has it
    department: Department
    office: Department

    @property
    def issuer(self) -> Department:
        """发文机关."""
        return self.office if self.said["issued_by"] == "office" else self.department

    @property
    def bodies(self) -> dict[str, str]:
        """What fills the places of the departments."""
        return {"部门": self.department.name, "信用办": self.office.name, "发文机关": self.issuer.name}


def form_of(kind: str, department: Department, office: Department, on: date) -> Form:
    """The pack's form of the kind of letter for a case of the department."""
    return Form(kind, letter_form(kind, on).value, department, office)


def issue(letter: One, form: Form, subject: Subject, words: Words, act: Act) -> One:
    """Number, print and keep it, in the caller's transaction. `letter`: unsaved, with what only its own house knows."""
    word, year = form.said["word"], act.day.year
    row: Any = letter
    row.kind, row.word, row.year, row.serial = form.kind, word, year, next_serial(word, year)
    row.number = f"{word}〔{year}〕{row.serial}号"
    row.content = _content(form, subject, words)
    row.made_on = act.day
    make_pdf(row)
    row.save(force_insert=True)
    note(act, row.object_kind, row.public_id, "make_letter", "made")
    return letter


def next_serial(word: str, year: int) -> int:
    """文号的序号: one line of numbers a word and year over the whole site and every house, for the number is public and names one
    letter. Held until the caller's transaction ends, so that no number is left out.
    """
    hold(Lock.LETTERS)
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [word, year])
        return int(cursor.fetchone()[0])


def _content(form: Form, subject: Subject, words: Words) -> dict[str, Any]:
    """内容 of a letter to the subject, by the pack's form."""
    assert set(words.rights) <= {heading for heading, _ in words.parts}, "a right under no heading would not be printed"
    said, places = form.said, {**form.bodies, "主体": subject.name, **words.places}
    person = subject.kind == "person"
    return ({"second": dict(words.second)} if words.second else {}) | {
        "head": fill(said["head"], places),
        "title": fill(said["title"], places),
        "to": subject.name,
        "code": "" if person else subject.code or "",
        "paragraphs": [fill(said["opening"], places)],
        "parts": [list(part) for part in words.parts],
        "rights": list(words.rights),
        "closing": fill(said["closing"], places),
        "receipt": said["receipt"],
    }


def office_of(department: Department) -> Department:
    """信用办 whose tree the department stands in: the nearest with somebody who works there; else the department itself."""
    node: Department | None = department
    while node is not None:
        if Officer.objects.holding(Role.OFFICE).filter(department=node).exists():
            return node
        node = node.parent
    return department


def said_day(day: date | None) -> str:
    """A day as letters write it."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
