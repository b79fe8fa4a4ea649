"""Filing (提出失信举报): from the public page, or taken down by staff; who reports is sealed before anything is written.

Source: F7; Suining 二(二)2(5), Yingkou (十四): who reported is kept strictly secret.
"""

import json
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.models import Department, Officer, Role
from blacklists.notifying import Paper as Sent
from blacklists.refusals import ListRefused, must_hold, words
from credit_platform import keeping
from credit_platform.codes import normalise_code, resident_id_error
from credit_platform.locks import Lock, hold
from credit_platform.sealing import keyed_hash, seal_text, unseal_text
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from rules import clocks

from .models import Paper, Report
from .querysets import CASE

FOLDER = "dishonesty"
MOST_PAPERS = 3
A_DAY = 5  # reports a day from one address
TRANSFER, REPLY = "transfer", "reply"  # of rules.ClockRule
STRANGER = Actor(name="网上举报", channel=Act.Channel.PAGE)
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another: the code is copied by hand
LENGTH = 16  # 79 bits


@dataclass(frozen=True)
class Reporter:
    """举报人 as they said it themselves. `note`: what else leads back to them, as a hotline's number of the call."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    note: str = ""


@transaction.atomic
def file_report(
    *,
    office: Department,
    accused: str,
    accused_code: str = "",
    statement: str,
    happened: str = "",
    papers: Sequence[Sent] = (),
    reporter: Reporter | None = None,
    source: str = Report.Source.ONLINE,
    address: str = "",
    officer: Officer | None = None,
    actor: Actor = STRANGER,
    on: date,
) -> tuple[Report, str]:
    """Returns the report and its receipt code, which is kept nowhere. `reporter` None: anonymous; `officer`: who took it
    down. Raises ListRefused, with all that is wrong at once.
    """
    _door(source, officer)
    said = _said(accused, accused_code, statement, happened, papers, reporter)
    checked = [(paper, _checked(paper)) for paper in papers]
    hold(Lock.DISHONESTY)
    key = "" if officer else keyed_hash("dishonesty", on.isoformat(), address)
    if key and Report.objects.filter(address_key=key).count() >= A_DAY:
        raise ListRefused(f"同一网络地址一天最多提交{A_DAY}件举报，请明天再试，或者拨打信用办电话。")
    receipt = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    serial = (Report.objects.filter(year=on.year).aggregate(most=Max("serial"))["most"] or 0) + 1
    made = Report(
        number=f"JB{on.year}{serial:06d}", year=on.year, serial=serial, receipt_key=receipt_key(receipt), address_key=key,
        source=source, office=office, filed_by=officer, filed_on=on, accused=said["accused"],
        accused_code=said["accused_code"], happened=said["happened"], named=reporter is not None,
    )  # fmt: skip
    made.original = seal_text(said["original"], f"report_text:{made.public_id}")
    if reporter is not None:
        made.reporter = seal_text(json.dumps(asdict(reporter), ensure_ascii=False), f"reporter:{made.public_id}")
    made.save()
    act = record_act("file_dishonesty_report", actor, on)
    note(act, made.object_kind, made.public_id, "tell_report", made.state)
    for paper, name in checked:
        path = keeping.keep(paper.data, FOLDER)
        Paper.objects.create(report=made, path=path, name=name, size=len(paper.data))
    clocks.start(CASE, made.public_id, TRANSFER, department=office, act=act)
    return made, receipt


def receipt_key(receipt: str) -> str:
    """Keyed hash of a code however it was copied: spaces, dashes and small letters do not matter."""
    plain = unicodedata.normalize("NFKC", receipt).upper()
    return keyed_hash("dishonesty_receipt", "".join(sign for sign in plain if sign.isalnum()))


def report_by(receipt: str) -> Report | None:
    """The report of the code; None for any other."""
    rows = Report.objects.select_related("office", "department")
    return rows.filter(receipt_key=receipt_key(receipt)).first()


def original_of(report: Report) -> str:
    """举报原文, as sent."""
    return unseal_text(report.original, f"report_text:{report.public_id}")


def _door(source: str, officer: Officer | None) -> None:
    if officer is None:
        if source != Report.Source.ONLINE:
            raise ListRefused("请从网页提交。")
        return
    must_hold(officer, Role.OFFICE, said="由信用办经办登记。")
    if source not in Report.Source.values or source == Report.Source.ONLINE:
        raise ListRefused(faults={"source": "请选择举报从哪里来。"})


def _said(
    accused: str, code: str, statement: str, happened: str, papers: Sequence[Sent], reporter: Reporter | None
) -> dict[str, str]:
    """The texts, tidied. Raises ListRefused, with what is wrong under the names of the form."""
    texts = {"accused": accused, "accused_code": normalise_code(code), "original": statement, "happened": happened}
    faults: dict[str, str] = {}
    try:
        texts = words(Report, texts, "original")
    except ListRefused as refused:
        faults |= refused.faults
    if not texts["accused"].strip() and not texts["accused_code"]:
        faults.setdefault("accused", "请写明举报谁：单位名称、姓名或者统一社会信用代码。")
    if len(papers) > MOST_PAPERS:
        faults["papers"] = f"最多上传{MOST_PAPERS}个附件，请合并后再传。"
    if reporter is not None:
        faults |= _of_reporter(reporter, texts)
    if "original" in faults:
        faults["statement"] = faults.pop("original")
    if faults:
        raise ListRefused(faults=faults)
    return texts


def _of_reporter(reporter: Reporter, texts: dict[str, str]) -> dict[str, str]:
    """What is wrong with who they say they are. Never repeats a number."""
    faults = {}
    if not reporter.name:
        faults["name"] = "实名举报请填写姓名；不想写的，请选匿名。"
    elif len(reporter.name) > 1:
        for field in ("original", "accused", "happened"):
            if reporter.name in texts[field]:
                faults[field] = "这里写了举报人的姓名，会随举报转给办理单位。请删去，写“我”就可以。"
    if not reporter.phone or sum(sign.isdigit() for sign in reporter.phone) < 7:
        faults["phone"] = "请填写能联系上的电话。"
    if reporter.id_number and (fault := resident_id_error(reporter.id_number)):
        faults["id_number"] = fault
    return faults


def _checked(paper: Sent) -> str:
    try:
        return keeping.check_paper(paper.name, paper.data)
    except keeping.PaperRefused as refused:
        raise ListRefused(faults={"papers": str(refused)}) from refused
