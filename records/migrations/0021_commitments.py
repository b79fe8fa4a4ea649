"""Kinds of commitments; their index is built beside the writers, for the table may be large, and then the old one goes."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("accounts", "0009_outside_bodies"),
        ("records", "0020_record_of_lists"),
        ("subjects", "0008_subject_listed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="record",
            name="kind",
            field=models.CharField(
                choices=[
                    ("licence", "行政许可"),
                    ("penalty", "行政处罚"),
                    ("registration", "登记备案"),
                    ("qualification", "资质资格"),
                    ("coercion", "行政强制"),
                    ("confirmation", "行政确认"),
                    ("reward", "行政奖励"),
                    ("payment", "行政给付"),
                    ("inspection", "行政检查（双随机）"),
                    ("ruling", "司法裁判"),
                    ("debtor", "失信被执行人"),
                    ("abnormal", "经营异常名录"),
                    ("contract", "合同履行"),
                    ("pledge", "抵押质押"),
                    ("annual_report", "年度报告"),
                    ("honour", "诚实守信荣誉"),
                    ("grade", "部门信用评价"),
                    ("rating", "第三方信用评价"),
                    ("listed", "外来严重失信名单"),
                    ("praised", "外来守信名单"),
                    ("commitment", "信用承诺"),
                    ("breach", "违背信用承诺"),
                ],
                max_length=20,
                verbose_name="信息类别",
            ),
        ),
        AddIndexConcurrently(
            model_name="record",
            index=models.Index(
                models.F("kind"),
                models.OrderBy(models.F("public_from"), descending=True),
                models.OrderBy(models.F("public_id"), descending=True),
                condition=models.Q(("kind__in", ["debtor", "listed", "praised", "commitment"]), ("state", "released")),
                name="record_of_public_lists",
            ),
        ),
        RemoveIndexConcurrently(
            model_name="record",
            name="record_of_lists",
        ),
    ]
