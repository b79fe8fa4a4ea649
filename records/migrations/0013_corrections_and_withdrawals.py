"""Corrections with a ground, withdrawals without a new version, and receipts of the department API."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

CORRECTION = [
    ("entry", "录入有误"),
    ("omission", "补充遗漏内容"),
    ("source", "来源数据有误"),
    ("amended", "决定内容依法更正"),
    ("other", "其他"),
]
WITHDRAWAL = [
    ("revoked", "决定被撤销"),
    ("varied", "决定被变更"),
    ("reviewed", "复议或诉讼撤销"),
    ("unlawful", "确认违法或无效"),
    ("wrong_subject", "主体认定有误"),
    ("duplicate", "重复报送"),
]


def text(name, length, **more):
    return models.CharField(name, max_length=length, blank=True, default="", **more)


def system():
    return text("报送系统", 60, help_text="Of the token, where by API.")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_system_tokens"), ("records", "0012_registration_index")]
    operations = [
        migrations.AlterField(
            "submission",
            "means",
            models.CharField(
                choices=[("file", "文件"), ("form", "手工填报"), ("api", "接口")], default="file", max_length=10
            ),
        ),
        migrations.AddField("submission", "system", system()),
        migrations.AddField(
            "submission", "ground", text("更正原因", 16, choices=CORRECTION, help_text="Of a correction.")
        ),
        migrations.AddField("submission", "reason", text("更正说明", 500)),
        migrations.AlterField(
            "proposal",
            "version",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="proposal", to="records.version"
            ),
        ),
        migrations.AlterField(
            "proposal",
            "submission",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="records.submission",
            ),
        ),
        migrations.AddField("proposal", "ground", text("原因", 16, choices=CORRECTION + WITHDRAWAL)),
        migrations.AddField("proposal", "reason", text("说明", 500)),
        migrations.AddField("proposal", "system", system()),
        migrations.AddField("proposal", "revoked_on", models.DateField("撤销、变更等生效日期", null=True, blank=True)),
        migrations.AddConstraint(
            "proposal",
            models.CheckConstraint(
                condition=Q(version__isnull=False, submission__isnull=False)
                | (Q(kind="withdrawal", version__isnull=True) & ~Q(ground="") & ~Q(reason="")),
                name="proposal_says_what_or_why",
            ),
        ),
        migrations.CreateModel(
            "Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField("幂等键", max_length=100)),
                ("digest", models.CharField("sha256 of operation and body", max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.proposal",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.submission",
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="accounts.systemtoken",
                    ),
                ),
            ],
            options={
                "verbose_name": "接口回执",
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="receipt_once_a_key")],
            },
        ),
    ]
