"""Printing (承诺书 PDF): made once from what was said, kept sealed, the same bytes ever after. Source: E7, H2."""

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings

from blacklists.issuing import said_day
from credit_platform.keeping import keep
from credit_platform.typesetting import NotTypeset, pdf

from .models import Commitment, LatePapers, MatterPaper

SOURCE = settings.BASE_DIR / "templates" / "typst" / "promise.typ"
FOLDER = "promises"
log = logging.getLogger(__name__)


def late_papers_pdf(case: LatePapers, missing: Sequence[MatterPaper]) -> str:
    """容缺受理承诺书: path of the kept file. A fault of typesetting stops nobody at the counter: empty."""
    person = case.subject.kind == "person"
    data = {
        "title": "容缺受理承诺书",
        "number": case.number,
        "to": case.department.name,
        "who": case.subject.name,
        "code": "" if person else case.subject.code,
        "person": person,
        "opening": f"我（单位）向贵单位申请办理“{case.matter.title}”（办件编号：{case.application}），下列材料尚未提交："
        if not person
        else f"本人向贵单位申请办理“{case.matter.title}”（办件编号：{case.application}），下列材料尚未提交：",
        "items": [one.name for one in missing],
        "parts": [
            ["", f"现承诺在{said_day(case.promised_by)}以前补齐上述材料，已提交和将要补交的材料真实、合法、有效。"],
            ["", "逾期不补齐的，接受贵单位依法作出的处理，并同意将不履行承诺的情况记入信用记录。"],
        ],
        "basis": f"依据：{case.clause}；{case.standing}。",
        "date": said_day(case.drafted_on),
    }
    return made(data, case.drafted_on)


def commitment_pdf(case: Commitment) -> str:
    """信用承诺书 on the version of its template: path of the kept file; empty where it cannot be typeset."""
    person = case.subject.kind == "person"
    who = "本人" if person else "本单位"
    until = f"本承诺应在{said_day(case.fulfil_by)}以前履行完毕。" if case.fulfil_by else ""
    data = {
        "title": "信用承诺书",
        "number": case.number,
        "to": case.department.name,
        "who": case.subject.name,
        "code": "" if person else case.subject.code,
        "person": person,
        "opening": f"{who}就“{case.matter}”（{case.template.get_kind_display()}承诺）郑重承诺：",
        "items": [],
        "parts": [
            *(
                [f"{place}、{heading}", text]
                for place, (heading, text) in zip("一二三四", case.template.parts, strict=True)
            ),
            *([["", until]] if until else []),
        ],
        "basis": f"依据：{case.template.basis}。模板：{case.template}。",
        "date": said_day(case.drafted_on),
    }
    return made(data, case.drafted_on)


def made(data: dict[str, Any], on: date) -> str:
    """Typeset and keep; empty where it cannot be."""
    try:
        return keep(pdf(SOURCE, data, on=on), FOLDER)
    except NotTypeset:
        log.exception("promise %s not typeset", data["number"])
        return ""
