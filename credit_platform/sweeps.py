"""Sweeps (定时任务): all that happens without anybody's hand, by name. Celery beat and `manage.py sweep` run the same.

Each is idempotent, bounded, and a function of the day: (day) → rows moved. When they run: rules/schedule.py.
"""

import logging
from collections.abc import Callable
from datetime import date

from celery import shared_task
from django.utils import timezone

from accounts.applying import expire_applications
from blacklists.grading_records import propose_grades
from blacklists.leaving import note_ended
from exchange.forwarding import forward, reckon_lines
from exchange.removing import follow
from ledger.acts import CLOCK
from ledger.sequencer import missing, sequence
from publicity.opendata.bulk import run_daily
from publicity.sweeping import count_again, sweep_captchas
from records import clock, deadlines, delivering, hiding
from records.answering import reckon_answers
from records.resuming import resume
from repairs.deciding import sweep as sweep_repairs
from rules.clocks import reckon_clocks
from rules.heartbeats import beat
from sanctions.sweeping import sweep as sweep_joint
from subjects import grams
from supervision.recurring import make_tasks
from workbench.candidate_notices import tell_of_candidates
from workbench.clock_notices import remind_of_clocks, tell_office_of_lines
from workbench.joint_notices import tell_of_joint_actions
from workbench.list_notices import remind_of_revisions, tell_of_lists
from workbench.mailing import drain
from workbench.my.news import follow as follow_news
from workbench.my.news import remind_representatives
from workbench.noticing import remind, warn_of_missing_year
from workbench.order_notices import tell_of_applications, tell_of_orders
from workbench.repair_notices import tell_of_repairs
from workbench.return_notices import remind_of_returns
from workbench.task_notices import remind_of_tasks
from workbench.withdrawal_notices import remind_of_revoked

from .telling import Told, tell

log = logging.getLogger(__name__)


def check_numbers() -> int:
    """核对台账编号: nothing to move, so 0. Raises Told where events have lost their number: somebody changed the tables."""
    if lost := len(missing()):
        raise Told(f"台账中有{lost}个事件失去了编号，请核对数据库是否被直接改动。")
    return 0


REMINDERS = (
    remind, remind_of_clocks, remind_of_revoked, tell_office_of_lines, remind_of_returns, remind_of_tasks, tell_of_orders,
    tell_of_applications, tell_of_lists, remind_of_revisions, tell_of_candidates,
    tell_of_joint_actions, tell_of_repairs, remind_representatives,
)  # fmt: skip
SWEEPS: dict[str, Callable[[date], int]] = {
    "intake": resume,
    "reckon": lambda on: sum(
        again(actor=CLOCK, on=on) for again in (deadlines.reckon_again, reckon_answers, reckon_clocks, reckon_lines)
    ),
    "publish": clock.publish_due,
    "end": clock.end_publication,
    "effects": clock.end_effects,
    "hides": hiding.lift_unconfirmed,
    "lists": note_ended,
    "joint": sweep_joint,
    "repairs": sweep_repairs,
    "grades": propose_grades,
    "deliver": delivering.deliver,
    "tasks": make_tasks,
    "remind": lambda on: sum(about(on) for about in REMINDERS),
    "mail": lambda on: drain(timezone.now()),
    "news": follow_news,
    "calendar": warn_of_missing_year,
    "captchas": sweep_captchas,
    "sequence": lambda on: sequence(),
    "forward": forward,
    "removals": follow,
    "grams": lambda on: grams.rebuild(),
    "applications": expire_applications,
    "ledger": lambda on: check_numbers(),
    "statistics": count_again,
    "open_data": run_daily,
}


def run(name: str, on: date) -> int:
    """Run one sweep and leave its heartbeat; returns rows moved. A failure leaves its kind there and is raised."""
    try:
        moved = SWEEPS[name](on)
    except Exception as reason:
        beat(name, on, 0, error=tell(reason))
        raise
    beat(name, on, moved)
    if moved:
        log.info("sweep %s of %s moved %d", name, on, moved)
    return moved


@shared_task
def run_sweep(name: str) -> None:
    """A sweep of today, for Celery beat."""
    run(name, timezone.localdate())
