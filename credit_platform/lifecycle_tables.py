"""Every move table (状态流转表) as a page for people: docs/lifecycles.md is this text. Source: design sentence 2."""

from django.apps import apps
from django.db.models import Model

from .lifecycle import Lifecycle

HEAD = """# Move tables

Which state of a row may follow which, by which move. Written by `manage.py lifecycles`; a test compares the two. Nothing but
`ledger/moves.py` assigns a state, and every move leaves an event.
"""


def document() -> str:
    """The whole page, model by model in the order of the house."""
    return "\n".join([HEAD, *(_table(model) for model in _models())]).rstrip() + "\n"


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if isinstance(getattr(model, "lifecycle", None), Lifecycle)]


def _table(model: type[Model]) -> str:
    lifecycle: Lifecycle = model.lifecycle  # type: ignore[attr-defined]
    titles = dict(model._meta.get_field("state").flatchoices)  # type: ignore[union-attr]
    order = [state for state in titles if state in lifecycle.states]

    def named(states) -> str:
        return "、".join(f"{titles[state]} `{state}`" for state in order if state in states)

    lines = [
        f"## {model._meta.verbose_name} `{model._meta.label}`",
        "",
        f"Begins as: {named(lifecycle.initial)}",
        "",
        "| move | from | to |",
        "|---|---|---|",
        *(
            f"| {move.title} `{move.name}`{'，须写理由' if move.needs_reason else ''} | {named(move.sources)} "
            f"| {named([move.target]) if move.target else '(stays)'} |"
            for move in lifecycle.moves.values()
        ),
        "",
    ]
    return "\n".join(lines)
