"""Reads of returns that more than one place needs."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from .reach import within_reach

if TYPE_CHECKING:
    from accounts.models import Officer


class SignedQuerySet(models.QuerySet):
    """填报件 的查询."""

    def visible_to(self, officer: "Officer"):
        """Those of departments within the officer's reach."""
        return self.filter(department__in=within_reach(officer))

    def about(self, month: date):
        """Of one month."""
        return self.filter(month=month)

    def signed(self):
        """The versions that count: of each department and month at most one."""
        return self.filter(state="signed")

    def standing(self):
        """待审核或已签发: what is neither sent back, taken back nor corrected."""
        return self.filter(state__in=["proposed", "signed"])
