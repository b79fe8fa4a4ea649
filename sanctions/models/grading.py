"""分级惩戒的依据: the acts that a fairly serious grade rests on, so that what hangs on it ends when they do. Source: E5; Hua 二(四)2."""

from django.db import models
from django.db.models import Q

from blacklists.models import ReportedAct
from records.models import Record

from .joint import JointAction
from .minor import ONE_ACT


class GradeGround(models.Model):
    """分级依据: one act of one line of reasoning that reaches the grade; a line holds while all its acts stand."""

    append_only = True

    action = models.ForeignKey(JointAction, on_delete=models.PROTECT, related_name="grade_grounds")
    line = models.PositiveSmallIntegerField("理由的第几条")
    act = models.ForeignKey(ReportedAct, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "分级惩戒的依据"
        constraints = [
            models.CheckConstraint(condition=Q(ONE_ACT), name="grade_ground_of_one_act"),
            models.UniqueConstraint(fields=["action", "line", "act"], name="grade_ground_once_an_act"),
            models.UniqueConstraint(fields=["action", "line", "record"], name="grade_ground_once_a_record"),
        ]

    def __str__(self) -> str:
        return str(self.act or self.record)
