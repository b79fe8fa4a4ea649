"""Reads of re-users and removals: scope, what each still has to acknowledge, what is late. Source: I5."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from rules.jurisdictions import number

from .querysets import _reach

if TYPE_CHECKING:
    from accounts.models import Officer

    from .reuse_models import ReUser


OPEN = ("filed", "checked")
DAYS = "reuse.application_days"  # rule: how long an application waits for registration


class ReUserQuerySet(models.QuerySet):
    """数据使用单位 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those that turned to an office within the officer's reach."""
        return self.filter(_reach(officer, "office"))

    def registered(self):
        """已登记: they answer for what they keep, and everybody may read whether they do."""
        return self.filter(state="registered")

    def open(self, on: date):
        """待办理: neither registered nor refused, and not yet past the days of the rule."""
        return self.filter(state__in=OPEN, arrived_on__gte=_oldest(on))

    def lapsed(self, on: date):
        """已失效: nobody registered them within the days of the rule, whether or not anybody wrote that down."""
        return self.filter(Q(state="lapsed") | Q(state__in=OPEN, arrived_on__lt=_oldest(on)))

    def counted(self, on: date):
        """With `lapsed`: see there; `asked`, `done` and `late`: removals since registration, those acknowledged, those whose day is past without it;
        `oldest`: the first day missed.
        """
        from .reuse_models import Acknowledgement, Removal

        asked = Removal.objects.standing().filter(seq__gt=OuterRef("since"))
        given = Acknowledgement.objects.filter(removal=OuterRef("pk"), re_user=OuterRef(OuterRef("pk")))
        late = asked.filter(~Exists(given), due__lt=on)
        done = Acknowledgement.objects.filter(re_user=OuterRef("pk"), removal__returned=False)
        old = Q(state="lapsed") | Q(state__in=OPEN, arrived_on__lt=_oldest(on))
        return self.annotate(
            lapsed=ExpressionWrapper(old, output_field=models.BooleanField()),
            asked=_count(asked),
            done=_count(done),
            late=_count(late),
            oldest=Subquery(late.order_by("due").values("due")[:1]),
        )


class RemovalQuerySet(models.QuerySet):
    """撤下 的查询."""

    def standing(self):
        """Not public again."""
        return self.filter(returned=False)

    def asked_of(self, re_user: "ReUser"):
        """Those that this one has to acknowledge, done or not."""
        return self.standing().filter(seq__gt=re_user.since)

    def waiting_for(self, re_user: "ReUser"):
        """待确认."""
        return self.asked_of(re_user).exclude(acknowledgements__re_user=re_user)


def _count(rows: models.QuerySet) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(counted=Count("pk"))
    return Coalesce(Subquery(counted.values("counted")), 0)


def _oldest(on: date) -> date:
    """Applications that came before it wait no more."""
    return on - timedelta(days=number(DAYS, on))
