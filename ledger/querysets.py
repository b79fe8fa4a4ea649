"""Reads of acts that pages need."""

from datetime import date

from django.db import models


class ActQuerySet(models.QuerySet):
    """行为 的查询."""

    def told(self, *, actor: str = "", what: str = "", day: date | None = None):
        """Newest first; by a piece of the actor's name, by what was done, by the day it was done for."""
        rows = self.annotate(objects_moved=models.Count("events")).order_by("-pk")
        if actor:
            rows = rows.filter(actor__contains=actor)
        if what:
            rows = rows.filter(what=what)
        return rows.filter(day=day) if day else rows
