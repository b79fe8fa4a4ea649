"""Reads of subjects that more than one place needs."""

from django.db import models


class SubjectQuerySet(models.QuerySet):
    """信用主体 的查询."""

    def alive(self):
        """Not merged into another."""
        return self.filter(merged_into__isnull=True)

    def public(self):
        """Those the public may find: something about them is published, and they are no natural person (G6)."""
        return self.alive().filter(public_since__isnull=False).exclude(kind="person")
