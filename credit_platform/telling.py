"""What may be told of a failure (不泄露的报错): its kind and where it happened, never the values that were in hand.

PostgreSQL's errors quote rows (“DETAIL: Key (value)=(…)”), Python's quote arguments. What lies in a heartbeat or a log
is read by more people than may read the rows. Source: design sentence 9.
"""

import traceback

from celery.contrib.django.task import DjangoTask
from celery.exceptions import Retry, TaskPredicate
from django.db import Error


class Told(Exception):
    """A failure in a sentence of ours, which names no value of any row and may be kept and shown to staff."""


def tell(reason: BaseException) -> str:
    """One line: a sentence of ours as it is; else the exception's type with constraint, SQLSTATE or the system's word."""
    if isinstance(reason, Told):
        return str(reason)
    name = type(reason).__name__
    if isinstance(reason, Error):
        cause = reason.__cause__
        said = getattr(getattr(cause, "diag", None), "constraint_name", None) or getattr(cause, "pgcode", None)
    else:
        said = reason.strerror if isinstance(reason, OSError) else None
    return f"{name}（{said}）" if said else name


def places(reason: BaseException) -> str:
    """Where it happened, for the log: files, lines and our own source text, innermost last."""
    return "".join(traceback.format_tb(reason.__traceback__))


class DiscreetTask(DjangoTask):
    """A task whose failure reaches Celery, and so the worker's log, only as `tell` puts it."""

    def __call__(self, *args, **kwargs):
        try:
            return super().__call__(*args, **kwargs)
        except Retry as again:
            why = Told(tell(again.exc)) if again.exc else None
            raise Retry(exc=why, when=again.when, is_eager=again.is_eager, sig=again.sig) from None  # type: ignore[attr-defined]
        except TaskPredicate:  # Celery's own signs, not failures
            raise
        except Exception as reason:
            raise Told(f"{tell(reason)}\n{places(reason)}") from None
