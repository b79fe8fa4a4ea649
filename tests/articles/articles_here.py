"""Articles by the ordinary use cases, for tests."""

from itertools import count

from articles import contents, reviewing, writing
from articles.models import Article
from blacklists.notifying import Paper as Sent
from tests.blacklists.walking import SCAN
from tests.records.making import FRIDAY, acting

NUMBER = count(1)


def by(officer, on=FRIDAY):
    return {"officer": officer, "actor": acting(officer), "on": on}


def said(**changes):
    """What the form of a policy document says."""
    number = next(NUMBER)
    return contents.Said(
        title=f"虚构办法第{number}号", body="# 一、总则\n为方便办事，制定本办法。\n\n- 第一点\n- 第二点", index_number=f"YX-{number}",
        document_type="measures", issuer="虚构市信用办", document_number=f"虚信〔2026〕{number}号", made_on=FRIDAY, valid_until=None,
        replaces=None,
    ) | changes  # fmt: skip


def drafted(people, kind="policy", on=FRIDAY, **changes) -> Article:
    return writing.draft(kind=kind, said=said(**{"made_on": on} | changes), **by(people.clerk, on))


def submitted(people, kind="policy", on=FRIDAY, **changes) -> Article:
    made = drafted(people, kind, on, **changes)
    writing.attach(made, Sent("附图.pdf", SCAN.data), **by(people.clerk, on))
    writing.submit(made, **by(people.clerk, on))
    made.refresh_from_db()
    return made


def published(people, kind="policy", on=FRIDAY, **changes) -> Article:
    made = submitted(people, kind, on, **changes)
    reviewing.publish(made, **by(people.reviewer, on))
    made.refresh_from_db()
    return made
