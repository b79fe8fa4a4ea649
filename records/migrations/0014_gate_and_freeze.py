import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("records", "0013_corrections_and_withdrawals"),
    ]
    operations = [
        migrations.CreateModel(
            name="Freeze",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="冻结时间")),
                ("frozen_on", models.DateField(verbose_name="冻结日期")),
                ("lifting_reason", models.CharField(blank=True, default="", max_length=500, verbose_name="恢复的理由")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="恢复时间")),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="恢复人",
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="冻结人",
                    ),
                ),
            ],
            options={
                "verbose_name": "冻结公示",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.Value(1),
                        condition=models.Q(("lifted_at__isnull", True)),
                        name="freeze_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approver__isnull", True),
                            models.Q(("approver", models.F("proposer")), _negated=True),
                            _connector="OR",
                        ),
                        name="freeze_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lifted_at__isnull", True), ("approver__isnull", False), _connector="OR"),
                        name="freeze_lifted_by_somebody",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "submission",
            "traits",
            models.JSONField(
                blank=True,
                default=dict,
                help_text="gating.Traits: what later batches are compared with.",
                verbose_name="批次特征",
            ),
        ),
        migrations.AddField(
            "submission",
            "odd",
            models.JSONField(
                blank=True,
                default=list,
                help_text="Sentences: how it is unlike the department's past (B9).",
                verbose_name="与以往不同之处",
            ),
        ),
        migrations.AddField(
            "submission",
            "gated",
            models.BooleanField(
                default=False, help_text="Nothing of it becomes public meanwhile.", verbose_name="等信用办核对"
            ),
        ),
        migrations.AddField(
            "submission",
            "let_through_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="放行人（信用办）",
            ),
        ),
        migrations.AddConstraint(
            "submission",
            models.CheckConstraint(
                condition=models.Q(
                    ("let_through_by__isnull", True),
                    models.Q(("let_through_by", models.F("clerk")), _negated=True),
                    _connector="OR",
                ),
                name="submission_four_eyes",
            ),
        ),
    ]
