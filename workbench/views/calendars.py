"""工作日历: paste or upload the notice, see what it changes, and let a second person adopt it. Source: C7."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import actor_of, by
from accounts.forms import Tidy
from accounts.models import Role
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from ledger.history import history_of
from ledger.models import Act
from records import calendars
from rules.calendar import CalendarRefused, missing_year, preview
from rules.models import CalendarDay, CalendarProposal, CalendarYear

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*OFFICE, Role.AUDITOR)
MAX_BYTES = 200_000
SHOWN = 6  # years; of the older ones only which they are


class CalendarForm(forms.Form, Tidy):
    """粘贴或上传放假安排."""

    year = forms.TypedChoiceField(label="年度（可由通知标题读出）", required=False, coerce=int, empty_value=None)
    source = forms.CharField(
        label="通知的文号或网址", max_length=200, required=False, help_text="粘贴全文的，可由正文读出文号。"
    )
    text = forms.CharField(
        label="粘贴通知正文",
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="如“一、元旦：1月1日（周五）至3日（周日）放假，共3天。”",
    )
    file = forms.FileField(
        label="或上传文件",
        required=False,
        help_text=".txt（通知正文）、.json（含 year、days）或 .csv（日期,名称,放假或上班）",
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".txt,.csv,.json"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this = timezone.localdate().year
        years = [(year, f"{year}年") for year in (this - 1, this, this + 1)]
        self.fields["year"].choices = [("", "从标题读出"), *years]  # type: ignore[attr-defined]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        sent = cleaned.get("file")
        if sent:
            cleaned["text"] = self._text_of(sent)
        elif not cleaned.get("text") and not self.errors:
            self.add_error("text", "请粘贴通知正文，或选择一个文件。")
        return cleaned

    def _text_of(self, sent) -> str:
        if sent.size > MAX_BYTES or not sent.name.lower().endswith((".txt", ".csv", ".json")):
            self.add_error("file", "请选择不超过200KB的 .txt、.csv 或 .json 文件。")
            return ""
        data = sent.read()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
        self.add_error("file", "文件不是文本，请用 .txt、.csv 或 .json 文件。")
        return ""


@get_and_post
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """The years on file, what waits, and the form (经办 only): first a preview, then the proposal."""
    context: dict = {"missing_year": missing_year(timezone.localdate())}
    if request.user.has_role(Role.OFFICE):
        form = CalendarForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            made = _read(request, form, context)
            if made is not None:
                messages.success(request, "已提出，待信用办审批采用；采用前仍按现有日历计算。")
                return redirect("workbench:calendar", made.public_id)
        form.tidy()
        context["form"] = form
    days = CalendarDay.objects.values("day__year")
    counts = days.annotate(off=Count("pk", filter=Q(working=False)), made_up=Count("pk", filter=Q(working=True)))
    by_year = {row["day__year"]: row for row in counts}
    years = list(CalendarYear.objects.order_by("-year"))
    context["years"] = [(year, by_year.get(year.year)) for year in years[:SHOWN]]
    context["older"] = [year.year for year in years[SHOWN:]]
    context["proposals"] = CalendarProposal.objects.defer("original", "days").select_related("proposer", "approver")[
        :20
    ]
    return render(request, "workbench/calendars.html", context)


def _read(request: StaffRequest, form: CalendarForm, context: dict) -> CalendarProposal | None:
    """The proposal where that was asked for; else None, and the preview or what is wrong stands in form and context."""
    said, on = form.cleaned_data, timezone.localdate()
    try:
        found = calendars.read_checked(said["text"], said["year"], on)
        context["found"] = found
        context["months"] = preview(found.year, found.days)
        context["text"] = said["text"]
        if found.problems:
            return None
        if "propose" in request.POST:
            return calendars.propose_calendar(
                said["text"], source=said["source"], year=said["year"], **by(request.user)
            )
        actor = actor_of(request.user, Act.Channel.PAGE)
        context["moving"] = calendars.rehearse(found, actor=actor, on=on)
    except CalendarRefused as reason:
        form.add_error(None, str(reason))
    return None


@get_only
@role_required(*READERS, of=Scope.PLATFORM)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One proposal: what it says month by month, what it changes, the text it was read from."""
    rows = CalendarProposal.objects.select_related("proposer", "approver")
    proposal = get_object_or_404(rows, public_id=public_id)
    waits = proposal.state == CalendarProposal.State.PROPOSED
    context = {
        "proposal": proposal,
        "waits": waits,
        "months": preview(proposal.year, calendars.days_of(proposal)),
        "may_decide": waits and request.user.has_role(Role.OFFICE_APPROVER) and request.user.pk != proposal.proposer_id,
        "history": history_of(proposal.public_id, CalendarProposal.lifecycle),
    }
    return render(request, "workbench/calendar.html", context)


@post_only
@role_required(Role.OFFICE_APPROVER, of=Scope.PLATFORM)
def decide(request: StaffRequest, public_id) -> HttpResponse:
    """采用 or 不采用."""
    proposal = get_object_or_404(CalendarProposal, public_id=public_id)
    who = by(request.user)
    try:
        if request.POST.get("action") == "adopt":
            taken = calendars.adopt_calendar(proposal, **who)
            done = f"已采用，{proposal.year}年的日期均为正式日期；重新计算后有{taken.all}个期限变动。"
        else:
            calendars.decline_calendar(proposal, reason=request.POST.get("reason", "")[:500], **who)
            done = "已记为不采用。"
    except CalendarRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("workbench:calendar", public_id)
