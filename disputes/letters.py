"""Writing to who objected (答复文书): by the pack's form, numbered and typeset like the letters of the lists. Source: F2, F8."""

from collections.abc import Sequence

from django.db.models import Max

from accounts.models import Officer
from blacklists.letters import Words, content_of, said_day
from blacklists.models import Letter
from blacklists.printing import make_pdf
from blacklists.procedure import letter_form, remedies
from credit_platform.locks import Lock, hold
from ledger.models import Act
from ledger.moves import note
from sanctions.models import CaseLetter

from .models import Dispute, DisputeLetter

AGAIN = "对本答复不服的，可以在异议页面或者信用办窗口申请复核一次。"


def write(kind: str, case: Dispute, parts: Sequence[tuple[str, str]], *, signer: Officer, act: Act) -> DisputeLetter:
    """Number, print and keep it, in the caller's transaction; the remedies of the law stand in each but the good news."""
    form = letter_form(kind, act.day).value
    issuer = case.office if form["issued_by"] == "office" else case.department
    rights = []
    if kind != DisputeLetter.Kind.RESTORED:
        again = [AGAIN] if kind != DisputeLetter.Kind.REVIEW else []
        rights = [*again, remedies(act.day)]
    places = {
        "类别": case.get_kind_display(),
        "编号": case.number,
        "提出日期": said_day(case.filed_on),
        "事项": case.target_title,
    }
    bodies = {"部门": case.department.name, "信用办": case.office.name, "发文机关": issuer.name}
    serial = _next_serial(form["word"], act.day.year)
    letter = DisputeLetter(
        dispute=case, kind=kind, number=f"{form['word']}〔{act.day.year}〕{serial}号", word=form["word"], year=act.day.year,
        serial=serial, department=issuer, content=content_of(form, case.subject, Words(parts, rights, places), bodies),
        made_on=act.day, signer=signer,
    )  # fmt: skip
    make_pdf(letter)
    letter.save(force_insert=True)
    note(act, letter.object_kind, letter.public_id, "make_letter", "made")
    return letter


def _next_serial(word: str, year: int) -> int:
    """One line of numbers a word and year, under the lock of all letters; a word shared with others goes on after theirs."""
    hold(Lock.LETTERS)
    rows = (Letter.objects, CaseLetter.objects, DisputeLetter.objects)
    return max(one.filter(word=word, year=year).aggregate(last=Max("serial"))["last"] or 0 for one in rows) + 1
