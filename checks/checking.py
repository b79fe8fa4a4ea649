"""Checking (信用核查): ask, answer, and leave a numbered receipt; one by one or a whole workbook in one transaction. Source: E6, A6."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, Officer, Role
from blacklists.refusals import ListRefused, must_hold, words
from credit_platform.keeping import keep
from credit_platform.personal import personal_number_in, without_id_numbers
from credit_platform.statements import keep_plans
from ledger.acts import Actor, record_act
from ledger.models import Act, Event
from subjects.models import Subject

from .answering import Said, answers
from .matching import Asked, Match, match_all
from .models import Authorisation, Batch, Check, Matter
from .numbering import digest, new_code, next_serial, number

ASKERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.OUTSIDE)
MOST = 10_000  # rows of a batch
FOLDER = "checks"


@dataclass(frozen=True)
class Occasion:
    """事由: before what the look-up is made. `matter`: of the catalogue; else `title` says it."""

    purpose: str
    matter: Matter | None = None
    title: str = ""


@dataclass(frozen=True)
class Sheet:
    """A workbook of a batch: its name, its bytes, and the rows that were read from it with their numbers."""

    name: str
    data: bytes
    sha256: str
    rows: Sequence[tuple[int, Asked]]


@transaction.atomic
def check(
    asked: Asked, *, occasion: Occasion, officer: Officer, actor: Actor, on: date, channel: str = Check.Channel.PAGE
) -> Check:
    """核查一个主体. Whatever is found, a receipt says so. Raises ListRefused."""
    said = _occasion(occasion, officer, on)
    if not asked.text.strip():
        raise ListRefused("请填写要核查的主体名称或统一社会信用代码。")
    if found := personal_number_in(asked.text):
        raise ListRefused(f"所填内容含有{found}。这里只核查单位和个体工商户，请填名称或统一社会信用代码。")
    keep_plans()
    (match,) = match_all([asked])
    paper = _authorisation(match.subject, officer, on)
    if officer.is_outside and paper is None:
        (match,) = match_all([asked], public_only=True)
    act = record_act("check_credit", actor, on, basis=said["matter_title"])
    (made,) = _receipts([(None, asked, match)], said, officer, act, channel, paper=paper)
    return made


@transaction.atomic
def check_batch(
    sheet: Sheet, *, occasion: Occasion, officer: Officer, actor: Actor, on: date, channel: str = Check.Channel.BATCH
) -> Batch:
    """批量核查: every row of the sheet answered and numbered, or none of them. Raises ListRefused."""
    said = _occasion(occasion, officer, on)
    if not sheet.rows:
        raise ListRefused("表中没有要核查的主体，请在“名称”或“统一社会信用代码”列填写。")
    if len(sheet.rows) > MOST:
        raise ListRefused(f"一次最多核查{MOST}个主体，表中有{len(sheet.rows)}个，请分成几个文件。")
    _nobodys_numbers(sheet)
    matches = match_all([asked for _, asked in sheet.rows], public_only=officer.is_outside)
    act = record_act("check_credit_batch", actor, on, basis=said["matter_title"])
    batch = Batch(
        department=officer.department, officer=officer, matter_title=said["matter_title"], purpose=said["purpose"],
        file_name=without_id_numbers(sheet.name)[:200], file_path=keep(sheet.data, FOLDER), file_sha256=sheet.sha256, rows=len(sheet.rows),
        found=0, hits=0, checked_on=on,
    )  # fmt: skip
    asked = [(row, one, match) for (row, one), match in zip(sheet.rows, matches, strict=True)]
    receipts = _receipts(asked, said, officer, act, channel, batch=batch)
    assert len(receipts) == len(sheet.rows)
    return batch


def _nobodys_numbers(sheet: Sheet) -> None:
    """Receipts are kept for ever: nobody's numbers may come into one. Raises ListRefused, naming the rows."""
    rows = [row for row, asked in sheet.rows if personal_number_in(asked.text)]
    if rows:
        named = "、".join(f"第{row}行" for row in rows[:5]) + (f"等{len(rows)}行" if len(rows) > 5 else "")
        raise ListRefused(f"{named}含有身份证号、手机号或银行卡号。这里只核查单位和个体工商户，请删去后重新上传。")


def _occasion(occasion: Occasion, officer: Officer, on: date) -> dict:
    must_hold(officer, *ASKERS, said="由部门填报员、审核员、信用办或外部机构人员核查。")
    matter = occasion.matter
    if matter is not None and not _own_matters(officer, on).filter(pk=matter.pk).exists():
        raise ListRefused("所选事项不在本部门现行的查询事项目录中，请刷新页面重新选择。")
    title = matter.title if matter else occasion.title
    return {
        "matter": matter,
        **words(Check, {"matter_title": title, "purpose": occasion.purpose}, "matter_title", "purpose"),
    }


def _own_matters(officer: Officer, on: date):
    return Matter.objects.in_force(on).filter(department__in=Department.objects.answered_for_by(officer.department))


def _authorisation(subject: Subject | None, officer: Officer, on: date) -> Authorisation | None:
    """The paper by which an outside body may be told more about the subject."""
    if subject is None or not officer.is_outside:
        return None
    held = Authorisation.objects.in_force(on).filter(body=officer.department, subject=subject)
    return held.order_by("-until", "-pk").first()


def _receipts(
    asked: Sequence[tuple[int | None, Asked, Match]],
    said: dict,
    officer: Officer,
    act: Act,
    channel: str,
    *,
    batch: Batch | None = None,
    paper: Authorisation | None = None,
) -> list[Check]:
    """One row a question, with its event; numbers are taken last, so that others wait as briefly as can be."""
    told = Check.Told.STAFF
    if officer.is_outside:
        told = Check.Told.AUTHORISED if paper else Check.Told.PUBLIC
    found = {match.subject.pk: match.subject for _, _, match in asked if match.subject}
    known = answers(list(found.values()), act.day, told)
    made, now = [], timezone.now()
    for row, one, match in asked:
        answer = known[match.subject.pk] if match.subject else _nothing(match, act.day)
        code = new_code()
        full = answer | {"note": match.note}
        made.append(
            Check(
                code=code, department=officer.department, officer=officer, channel=channel, told=told,
                authorisation=paper, asked=one.text, outcome=_outcome(match), subject=match.subject,
                red=answer.get("red_basis", False), black=answer.get("black_basis", False), answer=full,
                digest=digest(code, full), row=row, checked_on=act.day, checked_at=now, year=act.day.year, **said,
            )
        )  # fmt: skip
    if batch is not None:
        batch.found, batch.hits = len([one for one in made if one.subject]), sum(one.red or one.black for one in made)
        batch.save(force_insert=True)
    first = next_serial(act.day.year)
    for place, receipt in enumerate(made):
        receipt.batch, receipt.serial = batch, first + place
        receipt.number = number(receipt.year, receipt.serial)
    Check.objects.bulk_create(made, batch_size=1000)
    Event.objects.bulk_create(
        [
            Event(act=act, object_kind=one.object_kind, object_id=one.public_id, move="check", state=one.outcome, digest=one.digest)
            for one in made
        ],
        batch_size=2000,
    )  # fmt: skip
    return made


def _outcome(match: Match) -> str:
    if match.subject:
        return Check.Outcome.FOUND
    return Check.Outcome.AMBIGUOUS if match.namesakes else Check.Outcome.UNKNOWN


def _nothing(match: Match, on: date) -> Said:
    names = [{"name": one.name, "code": one.code} for one in match.namesakes]
    return {"on": on.isoformat(), "namesakes": names, "red_basis": False, "black_basis": False}
