"""Taking in (接收外来名单): lists from above and from courts by file: read, matched by code, shown, released by a second person.

The rows become records of their kind through the one intake: unknown codes are opened, differing names are grave warnings,
wrong rows stay out with row number and remedy, natural persons stay inside. What the next full file of a list no longer
names is proposed for removal, never removed silently. Source: I2; Shaanxi 二(十).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import PurePath

from django.db import transaction

from accounts.models import Department, Officer, Role
from credit_platform.codes import check_uscc
from credit_platform.keeping import keep
from ledger.acts import Actor, record_act
from ledger.moves import note
from records import intake
from records.columns import Cell
from records.gating import GateRefused, let_list_through
from records.models import Proposal, Record, Submission
from records.proposing import accept
from records.reading.formats import Unreadable
from records.reading.headers import WITHIN
from records.reading.parsing import sheets
from records.releasing import ReleaseRefused, release_submission
from records.submitting import SubmissionRefused, give_list_back, receive_list
from records.submitting import take_back as take_back_submission
from records.tasks import start_intake
from records.withdrawing import propose_removal
from subjects.models import Identifier
from subjects.naming import normalise

from .list_layouts import Head, LayoutUnknown, read_head, row_of
from .list_order import drop_overtaken, missing_from, must_be_latest, must_bring_its_rows
from .models import ListFile
from .refusals import FOLDER, SELF, ListRefused, locked, move, must_hold, reason_given, words

MOST = 20_000  # rows of one file
AT_ONCE = 1_000  # rows that are taken in while the officer waits
OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
STILL_READ = "文件还没有读完，请稍候刷新。"


@dataclass(frozen=True)
class Source:
    """来文: what list it is, who issued it, by which document; `full`: it names everybody who is on the list."""

    kind: str
    title: str
    issuer: str
    issuer_code: str
    document_number: str
    document_date: date
    full: bool
    renamed: bool = False  # the officer says that the issuer goes by another name than the platform knows


def take_in(data: bytes, file_name: str, source: Source, *, officer: Officer, actor: Actor, on: date) -> ListFile:
    """接收. Nothing is public before `release`. Raises ListRefused, and then nothing was kept."""
    must_hold(officer, Role.OFFICE, said="外来名单由信用办经办接收。")
    said = _checked(source, on)
    must_be_new(data, officer)
    head, places, rows = _read(data, file_name, source.kind)
    made = [
        row_of(source.kind, cells, title=said["title"], issuer=said["issuer"], issuer_code=said["issuer_code"])
        for cells in rows
    ]
    path = keep(data, FOLDER)
    with transaction.atomic():
        Department.every.select_for_update().get(pk=officer.department_id)  # of two clicks the second finds the first
        must_be_new(data, officer)
        submission = receive_list(
            source.kind, made, name=f"{said['title']}（{said['document_number']}）", department=officer.department,
            clerk=officer, rows_above=places[0] - 1, actor=actor, on=on,
        )  # fmt: skip
        taken = ListFile.objects.create(
            department=officer.department, submission=submission, path=path, ending=_ending(file_name), size=len(data),
            sha256=hashlib.sha256(data).hexdigest(), places=places, unknown=list(head.unknown), uploader=officer,
            uploaded_on=on, document_date=source.document_date, full=source.full, **said,
        )  # fmt: skip
        act = record_act("take_in_list", actor, on, basis=said["document_number"])
        note(act, taken.object_kind, taken.public_id, "take_in_list", taken.state)
        if len(made) > AT_ONCE:
            start_intake(submission)
    if len(made) <= AT_ONCE:
        intake.run(submission.pk, actor=actor)
        taken.submission.refresh_from_db()
    return taken


def _checked(source: Source, on: date) -> dict[str, str]:
    if source.kind not in ListFile.Kind.values:
        raise ListRefused(faults={"kind": "请选择名单种类。"})
    if source.document_date > on:
        raise ListRefused(faults={"document_date": "来文日期不能晚于今天，请核对。"})
    given = {"title": source.title, "issuer": source.issuer, "document_number": source.document_number}
    said = words(ListFile, given, *given)
    known = check_issuer(source.issuer_code, said["issuer"], confirmed=source.renamed)
    return said | {
        "kind": source.kind, "issuer_code": check_uscc(source.issuer_code).normalised, "issuer_known_as": known
    }  # fmt: skip


def check_issuer(code: str, name: str, *, confirmed: bool) -> str:
    """发布机关的代码与名称: the code decides who it is, so a name that is not the code's is asked about once. `confirmed`: the
    officer compared it with the paper and says that it is the same body. Returns the name on file where it differs. Raises
    ListRefused.
    """
    check = check_uscc(code)
    if not check.valid:
        raise ListRefused(faults={"issuer_code": f"发布机关的统一社会信用代码有误：{check.errors[0]}"})
    known = names_of(check.normalised)
    if not known or not name or normalise(name) in {normalise(one) for one in known}:
        return ""
    if not confirmed:
        raise ListRefused(
            faults={"issuer": f"代码{check.normalised}在平台登记的名称是“{known[0]}”，与所填的“{name}”不同。请核对代码和名称；"
                    "确是同一机关（更名、简称）的，请勾选下面的确认。"}
        )  # fmt: skip
    return known[0]


def names_of(code: str, besides: ListFile | None = None) -> list[str]:
    """Names that the platform knows the code by: of departments, of subjects with their former ones, of issuers of lists that
    were let out.
    """
    names = list(Department.every.filter(code=code).values_list("name", flat=True))
    held = Identifier.objects.filter(type="uscc", value=code).select_related("subject").first()
    if held is not None:
        names += [held.subject.name, *held.subject.former_names.values_list("name", flat=True)]
    earlier = ListFile.objects.filter(issuer_code=code, state=ListFile.State.RELEASED)
    if besides is not None:
        earlier = earlier.exclude(pk=besides.pk)
    return names + list(earlier.order_by("-pk").values_list("issuer", flat=True)[:10])


def waiting_twin(data: bytes, department: Department) -> ListFile | None:
    """The same file, byte for byte, that the office has taken in and not dealt with yet."""
    rows = ListFile.objects.filter(sha256=hashlib.sha256(data).hexdigest(), department=department)
    return rows.filter(state=ListFile.State.WAITING).first()


def must_be_new(data: bytes, officer: Officer) -> None:
    """Raises ListRefused where the same file waits already."""
    twin = waiting_twin(data, officer.department)
    if twin is not None:
        raise ListRefused(
            faults={
                "file": f"这个文件已于{twin.uploaded_on}上传（{twin.title}，{twin.document_number}），正等待核对放行，不用再次上传。"
            }
        )


def _ending(file_name: str) -> str:
    """What the sender called the file may be anybody's name, so only its ending is kept."""
    found = PurePath(file_name).suffix.lower()
    return found if found in (".xlsx", ".xls", ".csv", ".txt") else ""


def _read(data: bytes, file_name: str, kind: str) -> tuple[Head, list[int], list[dict[str, Cell]]]:
    """(header, row of the sheet by data row, cells by heading) of the one sheet that has rows. Raises ListRefused."""
    try:
        with sheets(data, file_name) as lines:
            of_one = _one_sheet(lines)
            start = list(islice(of_one, WITHIN + 1))
            head = read_head(kind, start)
            places: list[int] = []
            rows: list[dict[str, Cell]] = []
            for number, cells in enumerate(chain(start, of_one), 1):
                if number <= head.place + 1:
                    continue
                row = {one.code: cell for one, cell in zip(head.by_place, cells, strict=False) if one and cell != ""}
                if not row:
                    continue
                if len(rows) == MOST:
                    raise ListRefused(f"一次最多{MOST}行，请拆成几个文件；完整名单请联系系统管理员。")
                places.append(number)
                rows.append(row)
    except (Unreadable, LayoutUnknown) as reason:
        raise ListRefused(faults={"file": str(reason)}) from reason
    if not rows:
        raise ListRefused(faults={"file": "表头下面没有数据，请核对文件。"})
    return head, places, rows


def _one_sheet(lines: Iterator[tuple[str, list[Cell]]]) -> Iterator[list[Cell]]:
    """The rows of the first sheet; a further one with rows is not silently lost."""
    name = None
    for sheet, cells in lines:
        name = name or sheet
        if sheet == name:
            yield cells
        elif any(cell != "" for cell in cells):
            raise ListRefused(f"文件中除“{name[:31]}”外，还有工作表“{sheet[:31]}”有内容，请分别上传。")


@transaction.atomic
def release(taken: ListFile, *, officer: Officer, actor: Actor, on: date) -> dict[str, int]:
    """核对放行, by another person: what needs no further look becomes public, natural persons stay inside; whom a full list
    no longer names is proposed for removal. Returns counts {"released", "kept", "left", "missing"}. Raises ListRefused.
    """
    taken = _for_approver(taken, officer)
    submission = taken.submission
    if submission.state != Submission.State.DONE:
        raise ListRefused(
            STILL_READ if submission.state == Submission.State.RECEIVED else "文件没有读成，或批次已撤回，请退回。"
        )
    must_be_latest(taken)
    must_bring_its_rows(taken)
    try:
        let_list_through(
            submission, officer=officer, actor=actor, on=on, reason=f"已与来文{taken.document_number}核对"[:300]
        )
        submission.refresh_from_db()
        counts = release_submission(submission, reviewer=officer, actor=actor, on=on)
    except (GateRefused, ReleaseRefused) as refused:
        raise ListRefused(str(refused)) from refused
    act = record_act("release_list", actor, on, basis=taken.document_number)
    drop_overtaken(taken, act)
    gone = missing_from(taken) if taken.full else []
    for record in gone:
        propose_removal(record, submission, officer=taken.uploader, reason=_why(taken), actor=actor, on=on)
    ids = [str(record.public_id) for record in gone]
    move(taken, "release", act, approver=officer, decided_on=on, missing=ids)
    kept = Record.objects.filter(submission=submission, state="internal").count()  # persons are from the first day on
    return counts | {"kept": kept, "missing": len(gone)}


def _why(taken: ListFile) -> str:
    return f"{taken.issuer}{taken.document_date}的完整名单（{taken.document_number}）中已没有这一条"[:500]


@transaction.atomic
def remove_missing(taken: ListFile, *, officer: Officer, actor: Actor, on: date) -> int:
    """采纳移出: all open proposals that the file brought. By whoever did not upload it. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said="移出由信用办审批办理。")
    taken = locked(taken, officer)
    rows = waiting_removals(taken)
    try:
        for proposal in rows:
            accept(proposal, reviewer=officer, actor=actor, on=on)
    except ReleaseRefused as refused:
        raise ListRefused(str(refused)) from refused
    return len(rows)


def waiting_removals(taken: ListFile) -> list[Proposal]:
    """移出建议 of this file that nobody has decided."""
    rows = Proposal.objects.open().filter(submission=taken.submission, version__isnull=True)
    return list(rows.select_related("record__subject").order_by("pk"))


@transaction.atomic
def give_back(taken: ListFile, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """退回 to whoever uploaded it: what it brought leaves again, nothing of it can become public. Raises ListRefused."""
    taken = _for_approver(taken, officer)
    if taken.state == ListFile.State.WAITING and _was_read(taken):
        try:
            give_list_back(taken.submission, actor=actor, on=on)
        except SubmissionRefused as refused:
            raise ListRefused(str(refused)) from refused
    move(taken, "return", record_act("return_list", actor, on, reason=reason_given(reason, "退回的")))


@transaction.atomic
def take_back(taken: ListFile, *, officer: Officer, actor: Actor, on: date) -> None:
    """撤回, by whoever uploaded it, before the release: what it brought leaves again. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, said="由信用办经办撤回。")
    taken = locked(taken, officer)
    if _was_read(taken):
        try:
            take_back_submission(taken.submission, clerk=officer, actor=actor, on=on)
        except SubmissionRefused as refused:
            raise ListRefused(str(refused)) from refused
    move(taken, "take_back", record_act("take_back_list", actor, on))


def _was_read(taken: ListFile) -> bool:
    """Whether it brought anything. What is still being read cannot be undone: its rows would come after. Raises ListRefused."""
    state = Submission.objects.select_for_update().get(pk=taken.submission_id).state
    if state == Submission.State.RECEIVED:
        raise ListRefused(STILL_READ)
    return state == Submission.State.DONE


def _for_approver(taken: ListFile, officer: Officer) -> ListFile:
    must_hold(officer, Role.OFFICE_APPROVER, said="外来名单由信用办审批放行。")
    taken = locked(taken, officer)
    if officer.pk == taken.uploader_id:
        raise ListRefused(SELF)
    return taken
