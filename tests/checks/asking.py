"""Checks for tests: who asks what on which day, and what there is to be found. Names and facts are invented."""

from datetime import date

from accounts.models import Officer
from checks import authorising, cataloguing
from checks.checking import Occasion, Sheet, check, check_batch
from checks.matching import Asked, asked_for
from checks.models import Authorisation, Batch, Check, Matter
from subjects.models import Identifier, Subject
from tests.blacklists.walking import SCAN, by
from tests.records.making import Staff
from tests.sanctions.walking import day

TODAY = day(16)
BEFORE_A_LICENCE = Occasion("2026-0917号办件", title="食品经营许可")


def on_file() -> None:
    """The numbers of the subjects that factories made, as registering would have written them."""
    numbered = Subject.objects.exclude(code="").filter(identifiers__isnull=True)
    Identifier.objects.bulk_create(Identifier(subject=one, type="uscc", value=one.code) for one in numbered)


def checked(officer: Officer, text: str, *, on: date = TODAY, occasion: Occasion = BEFORE_A_LICENCE) -> Check:
    """One look-up, as a page makes it."""
    on_file()
    return check(asked_for(text), occasion=occasion, **by(officer, on))


def batched(officer: Officer, asked: list[Asked], *, on: date = TODAY) -> Batch:
    on_file()
    sheet = Sheet("名单.csv", b"invented", "0" * 64, list(enumerate(asked, 2)))
    return check_batch(sheet, occasion=BEFORE_A_LICENCE, **by(officer, on))


def matter(people: Staff, *, on: date = TODAY, **fields) -> Matter:
    """Proposed by the department, adopted by the office."""
    kind = cataloguing.kinds_here(on)[0][0]
    said = {"kind": kind, "title": "施工许可证核发", "basis": "《虚构市信用办法》第十条", "licences": True} | fields
    made = cataloguing.propose(**said, **by(people.clerk, on))
    cataloguing.adopt(made, **by(people.approver, on))
    made.refresh_from_db()
    return made


def authorised(
    people: Staff, officer: Officer, subject, *, on: date = TODAY, until: date | None = None
) -> Authorisation:
    made = authorising.register(
        subject,
        purpose="贷款审查",
        signed_on=on,
        until=until or on.replace(year=on.year + 1),
        paper=SCAN,
        **by(officer, on),
    )
    authorising.confirm(made, **by(people.office, on))
    made.refresh_from_db()
    return made
