"""Looking up (命令行核查): the answers of the page for commands and programs of the site itself. No receipt: nobody decides by it.

An act says that somebody at the machine looked. Source: E6.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from ledger.acts import command_line, record_act

from .answering import answers
from .matching import Asked, match_all


@transaction.atomic
def look_up(asked: Sequence[Asked], on: date) -> list[dict[str, Any]]:
    """One answer a question, in order, as a department is told."""
    matches = match_all(asked)
    found = {match.subject.pk: match.subject for match in matches if match.subject}
    known = answers(list(found.values()), on)
    record_act("check_credit_by_command", command_line(), on, basis=f"{len(asked)}个主体")
    said = []
    for one, match in zip(asked, matches, strict=True):
        answer = known[match.subject.pk] if match.subject else None
        said.append(
            {
                "asked": one.text,
                "outcome": "found" if answer else "ambiguous" if match.namesakes else "unknown",
                "note": match.note,
                "red": bool(answer and answer["red_basis"]),
                "black": bool(answer and answer["black_basis"]),
                "namesakes": [{"name": other.name, "code": other.code} for other in match.namesakes],
                "answer": answer,
            }
        )
    return said


def sentences(said: dict[str, Any]) -> str:
    """For people at a terminal."""
    answer = said["answer"]
    if answer is None:
        return str(said["note"])
    lines = [f"{answer['subject']['name']}  {answer['subject']['code']}", said["note"]]
    for name, title in (
        ("black", "失信名单"),
        ("red", "红名单"),
        ("measures", "措施"),
        ("verifications", "正在核实"),
    ):
        lines.append(f"{title}：{'；'.join(_named(one) for one in answer[name]) or '无'}")
    return "\n".join(line for line in lines if line)


def _named(line: dict[str, Any]) -> str:
    rests = "（暂停执行）" if line.get("suspended") else ""
    return f"{line.get('title') or line.get('entry')}{rests}"
