"""演示使用单位: two invented bodies that keep copies, by the ordinary use cases: one registered, one that waits. Only in demo and test."""

from datetime import date

from accounts.acting import actor_of
from accounts.models import Officer
from ledger.models import Act
from records.inventing import code_of

from . import registering
from .models import ReUser

BODIES = (
    (899_001, "虚构企业信息服务有限公司", "虚构企业信息网 https://data.example", "向公众展示企业信用信息"),
    (899_002, "虚构招标代理有限公司", "招标资格审查系统（内部）", "审查投标人资格"),
)


def invent(on: date) -> int:
    """Make them where none is; returns how many. Needs the demo's officers."""
    office, approver = (Officer.objects.filter(username=name).first() for name in ("office", "office_approver"))
    if ReUser.objects.exists() or office is None or approver is None:
        return 0
    made = [
        registering.apply_for_reuse(
            office=office.department, name=name, code=code_of("91", number), site=site, purpose=purpose, phone="0372-2801234",
            address="demo", on=on,
        )[0]
        for number, name, site, purpose in BODIES
    ]  # fmt: skip
    registering.check(made[0], officer=office, actor=actor_of(office, Act.Channel.COMMAND), on=on)
    registering.register(made[0], officer=approver, actor=actor_of(approver, Act.Channel.COMMAND), on=on)
    return len(made)
