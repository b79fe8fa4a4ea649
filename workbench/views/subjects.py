"""主体档案: the credit office's file of a subject: numbers, names, people, and merging two that are one. Source: A1–A3."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import actor_of, signed
from accounts.looking import looks_of_day, note_look
from accounts.models import Officer, Role
from credit_platform.declaring import Scope, get_only, post_only
from ledger.history import history_of
from ledger.models import Act
from records.columns import parse_date
from records.joining import merge_subjects, name_subject, undo_merge
from records.models import Record
from records.persons import files_within_reach
from records.responsible import acts_of_those_in_control, acts_of_those_led
from subjects.finding import by_number_or_name
from subjects.merging import MergeRefused
from subjects.models import KeyPerson, Merge, Subject
from subjects.people import CERTIFICATES, PersonRefused, end_tenure, identify
from subjects.renaming import RenameRefused, add_key_person

from ..forms import KeyPersonForm, MergeForm, NameForm

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*OFFICE, Role.AUDITOR)
TRY = "核实身份"
TRIES = 20  # of one officer in a day: who checks certificates one by one needs fewer, who guesses numbers needs more


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """查主体: by social credit code, any old number, current or former name; not natural persons."""
    text = request.GET.get("q", "").strip()[:100]
    found = by_number_or_name(text) if text else []
    if text:
        note_look(request, "查询主体", "subject")
    return render(request, "workbench/subjects.html", {"q": text, "subjects": found})


@get_only
@role_required(*READERS, of=Scope.PLATFORM)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One subject's file."""
    subject = get_object_or_404(files_within_reach(request.user).select_related("merged_into"), public_id=public_id)
    note_look(request, "查看主体档案", "subject", subject.public_id)
    context = {
        "subject": subject,
        "identifiers": [
            (identifier.get_type_display(), "已加密保存，不显示" if identifier.sealed else identifier.value)
            for identifier in subject.identifiers.order_by("type", "value")
        ],
        "former_names": subject.former_names.order_by("pk"),
        "people": subject.key_people.select_related("person").order_by("role", "pk"),
        "led": _records_within(acts_of_those_led(subject), request.user) if subject.kind == "person" else [],
        "of_controllers": _records_within(acts_of_those_in_control(subject), request.user),
        "certificates": [(str(one), one.label) for one in CERTIFICATES],
        "merges": Merge.objects.filter(kept=subject, undone_on__isnull=True).select_related("duplicate"),
        "records": Record.objects.visible_to(request.user)
        .filter(subject=subject)
        .select_related("submission", "version")
        .order_by("-decided_on", "-pk")[:20],
        "record_count": Record.objects.visible_to(request.user).filter(subject=subject).count(),
        "history": history_of(subject.public_id),
        "name_form": NameForm(auto_id="name_%s"),
        "person_form": KeyPersonForm(auto_id="person_%s"),
        "merge_form": MergeForm(auto_id="merge_%s"),
        "may_change": request.user.has_role(*OFFICE) and subject.merged_into_id is None,
    }
    return render(request, "workbench/subject.html", context)


def _records_within(rows: QuerySet[Record], officer: Officer) -> QuerySet[Record]:
    return rows.filter(pk__in=Record.objects.visible_to(officer)).select_related("subject")[:20]


@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def know_person(request: StaffRequest, public_id, person: int) -> HttpResponse:
    """核实身份 or 离任 of a key person."""
    subject = get_object_or_404(files_within_reach(request.user), public_id=public_id)
    key_person = get_object_or_404(subject.key_people, pk=person)
    said, reason = request.POST, request.POST.get("reason", "")[:500]
    try:
        if said.get("action") == "end":
            until = parse_date(said.get("until", ""))
            if until is None:
                raise PersonRefused("请填写离任日期。")
            end_tenure(key_person, until, reason=reason, **signed(request.user))
        else:
            _note_try(request, subject)
            number = said.get("number", "")[:40]
            identify(key_person, said.get("certificate", ""), number, reason=reason, **signed(request.user))
    except PersonRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已登记。")
    return redirect("workbench:subject", subject.public_id)


def _note_try(request: StaffRequest, subject: Subject) -> None:
    """Write the try down before anything is answered, and let nobody try numbers out. Raises PersonRefused."""
    note_look(request, TRY, "subject", subject.public_id)
    if looks_of_day(request.user, TRY, timezone.localdate()) > TRIES:
        raise PersonRefused(f"您今天核实身份已满{TRIES}次，请明天再办；急需办理的，请由另一位同事核实。")


@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def change_name(request: StaffRequest, public_id) -> HttpResponse:
    """更名 or 登记曾用名."""
    subject = get_object_or_404(files_within_reach(request.user), public_id=public_id)
    form = NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写名称和依据。")
        return redirect("workbench:subject", subject.public_id)
    try:
        name_subject(subject, officer=request.user, **form.cleaned_data, **signed(request.user))
    except RenameRefused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "已登记，按新旧名称都能查到。")
    return redirect("workbench:subject", subject.public_id)


@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def add_person(request: StaffRequest, public_id) -> HttpResponse:
    """登记关键人员."""
    subject = get_object_or_404(files_within_reach(request.user), public_id=public_id)
    form = KeyPersonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择职务、填写姓名，日期按 2026-04-01 的样式填写。")
        return redirect("workbench:subject", subject.public_id)
    said = form.cleaned_data
    try:
        add_key_person(
            subject,
            said["role"],
            said["name"],
            since=said["since"],
            until=said["until"],
            actor=actor_of(request.user, Act.Channel.PAGE),
            on=timezone.localdate(),
            reason=said["reason"],
        )
    except RenameRefused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"已登记{KeyPerson.Role(said['role']).label}{said['name']}。")
    return redirect("workbench:subject", subject.public_id)


@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def merge(request: StaffRequest, public_id) -> HttpResponse:
    """合并: this subject goes into the one whose number is given."""
    subject = get_object_or_404(files_within_reach(request.user), public_id=public_id)
    form = MergeForm(request.POST)
    kept = _kept(form.cleaned_data["number"]) if form.is_valid() else None
    if kept is None:
        messages.error(request, "没有找到要并入的主体，请填写其统一社会信用代码或登记过的旧号码，并写明依据。")
        return redirect("workbench:subject", subject.public_id)
    try:
        merge_subjects(subject, kept, officer=request.user, **signed(request.user), reason=form.cleaned_data["reason"])
    except MergeRefused as reason:
        messages.error(request, str(reason))
        return redirect("workbench:subject", subject.public_id)
    messages.success(request, f"已并入“{kept.name}”。合并有误时可在此撤销。")
    return redirect("workbench:subject", kept.public_id)


def _kept(number: str) -> Subject | None:
    found = [subject for subject in by_number_or_name(number, names=False) if subject.merged_into_id is None]
    return found[0] if len(found) == 1 else None


@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def undo(request: StaffRequest, public_id) -> HttpResponse:
    """撤销合并."""
    made = get_object_or_404(Merge.objects.select_related("kept"), public_id=public_id)
    try:
        undo_merge(made, officer=request.user, **signed(request.user), reason=request.POST.get("reason", "")[:500])
    except MergeRefused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "已撤销合并，记录回到原来的主体。")
    return redirect("workbench:subject", made.kept.public_id)
