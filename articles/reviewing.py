"""Reviewing (审核发布): another person than wrote it publishes an article, sends it back, or takes it off. Source: G4, design sentence 3.

A freeze of records does not hold it: what is to be told while they are frozen is told by a notice.
"""

from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from blacklists.refusals import ListRefused, locked, move, must_hold, reason_given
from ledger.acts import Actor, record_act

from .contents import complete
from .models import Article
from .querysets import REVIEWERS

WITHDRAWERS = (Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
OWN = "自己起草、提交或者增减过附件的文稿不能由自己发布，请由另一位同事审核。"


@transaction.atomic
def publish(article: Article, *, officer: Officer, actor: Actor, on: date) -> None:
    """发布, by nobody who wrote any of it or put in or took out a paper. Raises ListRefused."""
    must_hold(officer, *REVIEWERS, said="由部门审核员或信用办审批发布。")
    article = locked(article, officer)
    if article.made_by(officer):
        raise ListRefused(OWN)
    complete(article, on)
    move(article, "publish", record_act("publish_article", actor, on), reviewer=officer, public_from=on)


@transaction.atomic
def send_back(article: Article, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """退回修改. Raises ListRefused."""
    must_hold(officer, *REVIEWERS, said="由部门审核员或信用办审批退回。")
    act = record_act("return_article", actor, on, reason=reason_given(reason, "退回的"))
    move(locked(article, officer), "return", act)


@transaction.atomic
def withdraw(article: Article, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """撤下, at once. One person does, for it takes away. Raises ListRefused."""
    must_hold(officer, *WITHDRAWERS, said="由部门审核员或信用办撤下。")
    act = record_act("withdraw_article", actor, on, reason=reason_given(reason, "撤下的"))
    move(locked(article, officer), "withdraw", act)
