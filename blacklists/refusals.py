"""Refusing (不予办理): what every use case of the lists checks before it writes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from accounts.models import Officer
from credit_platform import keeping
from credit_platform.lifecycle import IllegalMove
from credit_platform.personal import personal_number_in
from ledger.models import Act
from ledger.moves import apply
from representation.models import Representative
from representation.standing import may_act_for
from subjects.models import Subject

FOLDER = "lists"
NO_LONGER = "您现在不能代表这个主体：认领已经结束，或者委托已经到期。请回到“认领”页查看；仍由您办理的，请重新认领。"
SELF = "自己提出的不能由自己审批，请由另一位同事操作。"


class ListRefused(ValueError):
    """Not possible; the message says why and what to do. `faults`: by field of the form, where fields are at fault."""

    def __init__(self, message: str = "", faults: Mapping[str, str] | None = None) -> None:
        self.faults = dict(faults or {})
        super().__init__(message or "".join(self.faults.values()))


def must_hold(officer: Officer, *roles: str, said: str) -> None:
    """Raises ListRefused where none of the roles is held."""
    if not officer.has_role(*roles):
        raise ListRefused(said)


def must_act_for(representative: Representative | None, subject: Subject, on: date) -> None:
    """Whoever acts without an officer acts for the subject, by a claim that holds at this moment and is held to the end of the
    transaction. Raises ListRefused.
    """
    if representative is None or not may_act_for(representative, subject, on):
        raise ListRefused(NO_LONGER)


def locked(row: Any, officer: Officer) -> Any:
    """The row as the database has it now, locked, within the officer's reach. Raises ListRefused."""
    if not type(row).objects.visible_to(officer).filter(pk=row.pk).exists():
        raise ListRefused("不在您的职责范围内。")
    return type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)


def words(model: type[models.Model], said: Mapping[str, str], *needed: str) -> dict[str, str]:
    """The texts, tidied and held to their columns; those of `needed` must say something. Nobody's numbers in any.
    Raises ListRefused, with all that is wrong at once.
    """
    tidy = {name: text.strip() for name, text in said.items()}
    faults = {name: fault for name, text in tidy.items() if (fault := _fault(model, name, text, name in needed))}
    if faults:
        raise ListRefused(faults=faults)
    return tidy


def _fault(model: type[models.Model], name: str, text: str, needed: bool) -> str:
    column = model._meta.get_field(name)
    title, most = column.verbose_name, column.max_length  # type: ignore[union-attr]
    if needed and not text:
        return f"请填写{title}。"
    if most is not None and len(text) > most:
        return f"{title}最多{most}个字，请精简。"
    if found := personal_number_in(text):
        return f"{title}中含有{found}，会泄露个人信息，请删去。"
    return ""


def reason_given(reason: str, what: str = "") -> str:
    """A reason for the ledger. Raises ListRefused."""
    reason = reason.strip()
    fault = ""
    if not reason:
        fault = f"请写明{what}理由。"
    elif len(reason) > 500:
        fault = "理由最多500个字，请精简。"
    elif found := personal_number_in(reason):
        fault = f"理由中含有{found}，会泄露个人信息，请删去。"
    if fault:
        raise ListRefused(faults={"reason": fault})
    return reason


def reason_or_none(reason: str) -> str:
    """A reason that may be left out, held to the same. Raises ListRefused."""
    return reason_given(reason) if reason.strip() else ""


def move(row: Any, name: str, act: Act, **changes: Any) -> None:
    """apply, with the refusal in words."""
    try:
        apply(row, name, act, **changes)
    except IllegalMove as reason:
        raise ListRefused("这一步现在不能办理：状态已经变化，请刷新页面查看。") from reason


def keep_paper(name: str, data: bytes) -> tuple[str, str]:
    """Seal and store what was attached: (path, name of a download). Raises ListRefused."""
    try:
        title = keeping.check_paper(name, data)
    except keeping.PaperRefused as refused:
        raise ListRefused(faults={"paper": str(refused)}) from refused
    return keeping.keep(data, FOLDER), title
