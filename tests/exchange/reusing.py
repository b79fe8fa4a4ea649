"""A re-user on its way for tests: every step by the person whose it is. Names are invented."""

from django.utils import timezone

from exchange import registering
from exchange.models import ReUser
from tests import factories
from tests.records.making import Staff, acting

FIELDS = {
    "name": "虚构数据服务有限公司",
    "site": "虚构企业信息网 https://data.example",
    "purpose": "向公众展示企业信用信息",
    "phone": "0410-2801234",
}


def by(officer) -> dict:
    return {"officer": officer, "actor": acting(officer), "on": timezone.localdate()}


def filed(people: Staff, **fields) -> tuple[ReUser, str]:
    """With its receipt code."""
    given = FIELDS | {"code": factories.code(), "address": factories.code()} | fields
    return registering.apply_for_reuse(office=people.office.department, on=timezone.localdate(), **given)


def registered(people: Staff, **fields) -> tuple[ReUser, str]:
    made, receipt = filed(people, **fields)
    registering.check(made, **by(people.office))
    registering.register(made, **by(people.approver))
    made.refresh_from_db()
    return made, receipt


def with_token(people: Staff, **fields) -> tuple[ReUser, dict]:
    """With the headers of its requests."""
    _, receipt = registered(people, **fields)
    made, secret = registering.take_token(receipt, timezone.localdate())
    return made, {"Authorization": f"Bearer {secret}"}
