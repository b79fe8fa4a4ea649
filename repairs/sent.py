"""Reading an application's form (申请表): the papers by their fields. Both doors read the same form."""

from datetime import date

from django.http import HttpRequest

from blacklists.notifying import Paper
from blacklists.repair_rules import COMMITMENT, COURT, PERFORMANCE, PLAN, SERVICE, USUAL, WITHDRAWAL

from .applying import MOST, Attached, Ruling
from .eligibility_rules import MISSING, NEEDED, Answer, Procedure
from .models import Proof

FIELDS = (PERFORMANCE, COMMITMENT, SERVICE, PLAN, COURT, "other")


def papers_of(request: HttpRequest) -> list[Attached]:
    """What was attached, by field; a field may take several files."""
    found = []
    for kind in FIELDS:
        for sent in request.FILES.getlist(kind)[: MOST + 1]:
            found.append(Attached(kind, Paper(sent.name or "", sent.read())))
    return found


def ruling_of(request: HttpRequest) -> Ruling:
    """裁定 as typed; a day that is none is asked for again."""
    said = {name: request.POST.get(name, "").strip()[:300] for name in ("court", "ruling_number", "ruled_on")}
    try:
        ruled_on = date.fromisoformat(said["ruled_on"])
    except ValueError:
        ruled_on = None
    return Ruling(said["court"], said["ruling_number"], ruled_on)


def fields_of(found: Answer) -> list[tuple[str, str, str]]:
    """(name, title, help) of the papers that the way asks for, as the form shows them."""
    asked = NEEDED.get(found.procedure, USUAL)
    return [(kind, MISSING[kind], HELP[kind]) for kind in asked]


HELP = {
    PERFORMANCE: "例如缴款凭证、整改报告、验收意见。一份文件拍不下的，可以选多个文件。",
    COMMITMENT: "照下面的样本写好、签名盖章，拍照即可。承诺书会向社会公开。",
    SERVICE: "由组织公益服务的单位出具，写明服务时间和内容。",
    PLAN: "写明怎样改正、分几步、什么时候完成。",
    COURT: "裁定书全文。",
}
KINDS = [(value, title) for value, title in Proof.Kind.choices if value not in ("inspection", WITHDRAWAL)]
SPECIAL = {Procedure.MINORS: "minor", Procedure.BANKRUPTCY: "bankrupt"}
