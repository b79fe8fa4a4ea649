"""进展统计表: what a department says by a declared form about a month. Source: J2."""

from django.db import models
from django.db.models import Q

from .signing import Signed


class ProgressReturn(Signed):
    """进展统计表: one version of one department's sheet for one month; cells by the codes of its declaration."""

    object_kind = "progress_return"

    form = models.CharField("表", max_length=40, help_text="Key of a declaration in supervision/forms_declared.")
    cells = models.JSONField("内容", default=dict, help_text="Validated by the declaration.")
    not_concerned = models.JSONField("不涉及", default=dict, help_text="Section → why the department has no such duty.")

    class Meta:
        verbose_name = "进展统计表"
        ordering = ["-month", "-number"]
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(
                fields=["form", "department", "month", "number"], name="progressreturn_number_once"
            ),
            models.UniqueConstraint(
                fields=["form", "department", "month"], condition=Q(state="signed"), name="progressreturn_one_signed"
            ),
            models.UniqueConstraint(
                fields=["form", "department", "month"], condition=Q(state="proposed"), name="progressreturn_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.department} {self.month:%Y-%m}"
