"""Reads of dated rules."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet):
    """Rows in force from `since` to `until`, both days included; empty means open."""

    def in_force(self, on: date) -> Self:
        """Those in force on the day."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))
