"""Handing up (案例上报): published cases go to the platform above as a numbered workbook, kept sealed, its receipt entered.

Destinations of the exchange carry records; a story is none. Source: D9; Yingkou (九): 推荐到省, 国家.
"""

import hashlib
import io
from datetime import date

import xlsxwriter
from django.db import transaction

from accounts.models import Officer, Role
from blacklists.refusals import FOLDER, ListRefused, must_hold, words
from credit_platform.locks import Lock, hold
from ledger.acts import Actor, record_act
from ledger.moves import note
from records.files import keep

from .models import CaseParcel, TypicalCase

HEADS = ("案例编号", "类别", "标题", "案情", "奖惩措施", "成效", "信用主体", "统一社会信用代码", "报送部门", "公布日期")
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@transaction.atomic
def hand_up(cases: list[TypicalCase], *, destination: str, officer: Officer, actor: Actor, on: date) -> CaseParcel:
    """生成报送件 of cases that are public today. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, said="由信用办经办报送。")
    rows = TypicalCase.objects.visible_to(officer).public(on).filter(pk__in=[one.pk for one in cases])
    chosen = list(rows.select_related("subject", "department").order_by("pk"))
    if not chosen or len(chosen) != len(cases):
        raise ListRefused("请选择正在公布的案例；已经撤下的不能报送。")
    said = words(CaseParcel, {"destination": destination}, "destination")
    hold(Lock.LETTERS)
    number = f"案例〔{on.year}〕{CaseParcel.objects.filter(number__startswith=f'案例〔{on.year}〕').count() + 1}号"
    data = workbook(number, chosen)
    act = record_act("hand_up_cases", actor, on, basis=number)
    made = CaseParcel.objects.create(
        department=officer.department, number=number, made_on=on, maker=officer, file_path=keep(data, FOLDER),
        sha256=hashlib.sha256(data).hexdigest(), **said,
    )  # fmt: skip
    made.cases.set(chosen)
    note(act, made.object_kind, made.public_id, "hand_up", "sent")
    return made


@transaction.atomic
def enter_receipt(
    parcel: CaseParcel, *, receipt: str, received_on: date, officer: Officer, actor: Actor, on: date
) -> None:
    """登记回执 of the platform above. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, said="由信用办经办登记。")
    if not CaseParcel.objects.visible_to(officer).filter(pk=parcel.pk).exists():
        raise ListRefused("不在您的职责范围内。")
    parcel = CaseParcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    if parcel.received_on:
        raise ListRefused("回执已经登记。")
    if not parcel.made_on <= received_on <= on:
        raise ListRefused("接收日期应在报送之后、今天之前，请核对。")
    said = words(CaseParcel, {"receipt": receipt}, "receipt")
    parcel.received_on, parcel.receipt, parcel.receipted_by = received_on, said["receipt"], officer
    parcel.save(update_fields=["received_on", "receipt", "receipted_by"])
    act = record_act("receipt_cases", actor, on, basis=parcel.number)
    note(act, parcel.object_kind, parcel.public_id, "receipt", "receipted")


def workbook(number: str, cases: list[TypicalCase]) -> bytes:
    """.xlsx; texts stay texts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, TEXT_ONLY)
    sheet = book.add_worksheet("典型案例")
    sheet.write_string(0, 0, number)
    sheet.write_row(1, 0, HEADS, book.add_format({"bold": True}))
    for at, one in enumerate(cases, 2):
        whom = (one.subject.name, one.subject.code or "") if one.subject else ("", "")
        cells = (
            str(one.public_id), one.get_kind_display(), one.title, one.story, one.measures, one.effect, *whom,
            one.department.name, str(one.public_from),
        )  # fmt: skip
        for place, cell in enumerate(cells):
            sheet.write_string(at, place, cell)
    book.close()
    return out.getvalue()
