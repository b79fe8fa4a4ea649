"""Overriding (代码核准): codes with a wrong check character that a registry really issued. Source: A1, domain.md §2.

Two persons of the credit office let exactly one code in; intake, form and API take it then with a warning. Revoking takes
one, for it takes away; what came in meanwhile stays.
"""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Officer, Role
from credit_platform.codes import WRONG_CHECK_CHARACTER, check_uscc
from credit_platform.keeping import PaperRefused, check_paper
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note

from . import files
from .models import CodeOverride

FOLDER = "overrides"


class OverrideRefused(ValueError):
    """Not possible; the message says why and what to do."""


@dataclass(frozen=True)
class Paper:
    """登记档案打印件: name and bytes as uploaded."""

    name: str
    data: bytes


def granted_codes() -> frozenset[str]:
    """The codes let in now; a handful. Take it once a job, not once a row."""
    return frozenset(CodeOverride.objects.filter(state="granted").values_list("code", flat=True))


@transaction.atomic
def propose(
    *,
    code: str,
    name: str,
    reason: str,
    evidence: str,
    officer: Officer,
    actor: Actor,
    on: date,
    paper: Paper | None = None,
) -> CodeOverride:
    """提出核准. Raises OverrideRefused: not by the office, a code that is right, or wrong in more than its check."""
    _held(officer, Role.OFFICE, "只有信用办经办可以提出代码核准。")
    check = check_uscc(code)
    if check.valid:
        raise OverrideRefused("这个代码校验无误，可以直接报送，不用核准。")
    if check.errors != [WRONG_CHECK_CHARACTER]:
        raise OverrideRefused(f"只能核准仅校验位不符的代码。{check.errors[0]}")
    if not (name.strip() and reason.strip() and evidence.strip()):
        raise OverrideRefused("请填写主体名称、理由和核对的依据（如登记档案、营业执照）。")
    path, title = "", ""
    if paper is not None:
        try:
            title = check_paper(paper.name, paper.data)
        except PaperRefused as refused:
            raise OverrideRefused(str(refused)) from refused
        path = files.keep(paper.data, FOLDER)
    act = record_act("propose_override", actor, on, reason=reason.strip())
    try:
        with transaction.atomic():
            made = CodeOverride.objects.create(
                code=check.normalised,
                name=name.strip()[:200],
                reason=reason.strip()[:500],
                evidence=evidence.strip()[:300],
                print_path=path,
                print_name=title,
                proposer=officer,
                proposed_on=on,
            )
    except IntegrityError as already:
        raise OverrideRefused("这个代码已经核准，或正在等待审批，不用再次提出。") from already
    note(act, made.object_kind, made.public_id, "propose_override", made.state)
    return made


@transaction.atomic
def decide(override: CodeOverride, *, grant: bool, officer: Officer, actor: Actor, on: date, reason: str = "") -> None:
    """核准 or 不核准, by another person than who proposed it. Raises OverrideRefused."""
    override = CodeOverride.objects.select_for_update().get(pk=override.pk)
    _held(officer, Role.OFFICE_APPROVER, "只有信用办审批可以决定是否核准代码。")
    if officer.pk == override.proposer_id:
        raise OverrideRefused("自己提出的不能由自己审批，请由另一位同事操作。")
    if not grant and not reason.strip():
        raise OverrideRefused("请写明不核准的理由。")
    act = record_act("grant_override" if grant else "decline_override", actor, on, reason=reason.strip())
    more = {} if grant else {"answer": reason.strip()[:500]}
    _move(override, "grant" if grant else "decline", act, approver=officer, decided_on=on, **more)


@transaction.atomic
def revoke(override: CodeOverride, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """撤销核准: from now on the code is refused again; records that came in stay. Raises OverrideRefused."""
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        raise OverrideRefused("只有信用办可以撤销代码核准。")
    if not reason.strip():
        raise OverrideRefused("请写明撤销的理由。")
    act = record_act("revoke_override", actor, on, reason=reason.strip())
    _move(override, "revoke", act, until=on, answer=reason.strip()[:500])


def _held(officer: Officer, role: str, said: str) -> None:
    if not officer.has_role(role):
        raise OverrideRefused(said)


def _move(override: CodeOverride, move: str, act: Act, **changes) -> None:
    try:
        apply(override, move, act, **changes)
    except IllegalMove as reason:
        raise OverrideRefused("状态已经变化，请刷新页面查看。") from reason
