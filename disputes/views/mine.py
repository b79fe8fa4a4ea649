"""/my/disputes/: objections and complaints of whoever acts for the subject: file, follow, add, take back, ask for review. Source: F2, F10."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from blacklists.printing import pdf_of
from blacklists.refusals import ListRefused
from blacklists.views.reading import paper, text, uuids
from credit_platform.declaring import Scope, get_and_post, get_only, post_from
from credit_platform.downloads import answer_file, download
from representation.acting import by_subject
from representation.entering import SubjectRequest, subject_required

from .. import filing, reviewing
from ..models import Attachment, Dispute, DisputeLetter
from ..progress import affected, line_of, promised
from ..targets import Target, find_target, targets_of
from .filing import filed, form_for

DONE = {"paper": "材料已提交。", "withdraw": "已撤回。", "review": "复核申请已提交。"}


@get_only
@subject_required()
def listing(request: SubjectRequest) -> HttpResponse:
    """我的异议和投诉."""
    rows = Dispute.objects.about(request.subject).select_related("department", "office").order_by("-pk")
    return render(request, "disputes/mine.html", {"cases": rows[:200]})


@get_only
@subject_required()
def choose(request: SubjectRequest) -> HttpResponse:
    """选择所指事项: everything on record that can be disputed."""
    groups: dict[str, list[Target]] = {}
    for one in targets_of(request.subject):
        groups.setdefault(str(Dispute.Target(one.kind).label), []).append(one)
    return render(request, "disputes/choose.html", {"groups": groups})


@get_and_post
@subject_required()
def new(request: SubjectRequest) -> HttpResponse:
    """提出异议或投诉 of one thing, named in the address's query."""
    kind = request.GET.get("kind", "objection")
    if kind not in Dispute.Kind.values:
        return redirect("my_disputes:choose")
    target = _target(request)
    if target is None and kind != Dispute.Kind.COMPLAINT:
        return redirect("my_disputes:choose")
    form = form_for(request, kind, target)
    made = filed(request, form, kind, request.subject, target, by_subject(request))
    if made:
        messages.success(request, f"已提交，受理编号 {made.number}。办到哪一步，随时可以在本页查看。")
        return redirect("my_disputes:one", made.public_id)
    context = {
        "form": form,
        "target": target,
        "kind": kind,
        "title": Dispute.Kind(kind).label,
        "days": promised(timezone.localdate()),
    }
    return render(request, "disputes/new.html", context)


@get_only
@subject_required(of=Scope.SUBJECT)
def one(request: SubjectRequest, public_id: UUID) -> HttpResponse:
    """One case, with its line, letters and papers."""
    case = _mine(request, public_id)
    context = {
        "case": case,
        "line": line_of(case),
        "letters": case.letters.all(),
        "papers": case.attachments.all(),
        "affected": affected(case, timezone.localdate()),
        "may_review": case.kind == "objection"
        and case.state in ("rejected", "declined")
        and case.review_asked_on is None,
    }
    return render(request, "disputes/mine_one.html", context)


@subject_required(of=Scope.SUBJECT)
@post_from("my_disputes:one")
def step(request: SubjectRequest, public_id: UUID) -> HttpResponse:
    """补充材料、撤回、申请复核."""
    case, name = _mine(request, public_id), text(request, "action")  # type: ignore[arg-type]
    who = by_subject(request)
    try:
        match name:
            case "paper":
                sent = paper(request)  # type: ignore[arg-type]
                if sent is None:
                    raise ListRefused("请选择要补充的文件。")
                filing.add_paper(case, sent, **who)
            case "withdraw":
                filing.withdraw(case, **who)
            case "review":
                reviewing.ask_review(case, reason=text(request, "reason", 600), **who)  # type: ignore[arg-type]
            case _:
                raise ListRefused("没有看懂要做的操作，请回到页面重试。")
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE[name])
    return redirect("my_disputes:one", case.public_id)


@get_only
@subject_required(of=Scope.SUBJECT)
def evidence(request: SubjectRequest, public_id: UUID) -> HttpResponse:
    """A paper of the case, as a download; what the body that looked into it added is the office's, not the subject's."""
    found = get_object_or_404(Attachment.objects.filter(from_staff=False), public_id=public_id)
    _mine(request, found.dispute.public_id)
    return download(found.path, found.name)


@get_only
@subject_required(of=Scope.SUBJECT)
def letter(request: SubjectRequest, public_id: UUID) -> HttpResponse:
    """答复书 as a PDF."""
    found = get_object_or_404(DisputeLetter, public_id=public_id)
    _mine(request, found.dispute.public_id)
    data = pdf_of(found)
    if data is None:
        messages.error(request, "PDF 没能生成，请稍后再试，或者到信用办窗口领取。")
        return redirect("my_disputes:one", found.dispute.public_id)
    return answer_file(data, f"{found.number}.pdf")


def _mine(request: SubjectRequest, public_id: UUID) -> Dispute:
    rows = Dispute.objects.about(request.subject).select_related("department", "office", "subject")
    return get_object_or_404(rows, public_id=public_id)


def _target(request: SubjectRequest) -> Target | None:
    """`about`: its public id alone, as pages of what is on record give it; of them each kind is looked for."""
    ids = uuids([request.GET.get("about", "") or request.GET.get("id", "")])
    said = request.GET.get("of", "")
    kinds = [said] if said in Dispute.Target.values else [one for one in Dispute.Target.values if not said]
    found = (find_target(request.subject, kind, ids[0], timezone.localdate()) for kind in kinds) if ids else iter(())
    return next((one for one in found if one is not None), None)
