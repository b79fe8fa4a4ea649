"""Typical cases for tests: reported, chosen, published, handed up. Invented."""

from datetime import date

from sanctions import handing_up, telling_cases
from sanctions.models import CaseParcel, TypicalCase
from tests.blacklists.walking import START, again, by
from tests.records.making import Staff

STORY = {
    "title": "某公司主动纠错，重获绿色通道",
    "story": "某公司因逾期未报被提醒，收到提醒后三日内补报，并建立了报送台账。",
    "measures": "整改到位后恢复享受容缺受理。",
    "effect": "全市同类企业按期报送率明显提高。",
}


def reported(people: Staff, *, on: date = START, kind: str = "incentive", subject=None, **fields) -> TypicalCase:
    return telling_cases.report(kind=kind, subject=subject, **STORY | fields, **by(people.clerk, on))


def chosen(people: Staff, *, on: date = START, **fields) -> TypicalCase:
    case = reported(people, on=on, **fields)
    telling_cases.choose(case, **by(people.office, on))
    return again(case)


def published(people: Staff, *, on: date = START, **fields) -> TypicalCase:
    case = chosen(people, on=on, **fields)
    telling_cases.publish(case, **by(people.approver, on))
    return again(case)


def handed_up(people: Staff, *, on: date = START) -> CaseParcel:
    return handing_up.hand_up([published(people, on=on)], destination="虚构省信用平台", **by(people.office, on))
