import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0010_tokens_that_check"),
        ("accounts", "__first__"),
        ("blacklists", "0008_entries_taken_back_by_their_proposer"),
        ("commitments", "0002_breach_proposed"),
        ("records", "0022_repaired_records"),
        ("representation", "0001_representatives_and_claims"),
        ("subjects", "0008_subject_listed"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandedOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("handed_on", models.DateField(verbose_name="同时送达日期")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("direct", "直接送达"),
                            ("left", "留置送达"),
                            ("mail", "邮寄送达"),
                            ("electronic", "电子送达"),
                            ("entrusted", "委托送达"),
                            ("public", "公告送达"),
                        ],
                        max_length=12,
                        verbose_name="送达方式",
                    ),
                ),
                ("noted_on", models.DateField()),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.department"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handed_over", to="records.record"
                    ),
                ),
            ],
            options={
                "verbose_name": "两书同达",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Repair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="申请编号")),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "已申请，待受理"),
                            ("accepted", "已受理，审查中"),
                            ("rectifying", "整改中"),
                            ("inspected", "已验收，待提出意见"),
                            ("proposed", "待决定"),
                            ("granted", "准予修复"),
                            ("rejected", "不予修复"),
                            ("refused", "不予受理"),
                            ("withdrawn", "申请人撤回"),
                            ("ended", "已终止"),
                            ("revoked", "修复已撤销"),
                        ],
                        default="filed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "procedure",
                    models.CharField(
                        choices=[
                            ("order36", "信用修复（令第36号）"),
                            ("order58", "信用修复（令第58号，适用于2026年4月1日前的决定）"),
                            ("samr45", "信用修复（市场监管总局令第45号，适用于2026年4月1日前的决定）"),
                            ("rectification", "整改验收后修复"),
                            ("within_period", "在规定期限内纠正"),
                            ("public_service", "个人通过公益服务修复"),
                            ("minors", "未成年人轻微失信改正后保护"),
                            ("bankruptcy", "破产重整、和解后修复"),
                            ("none", "不适用信用修复"),
                        ],
                        max_length=16,
                        verbose_name="程序",
                    ),
                ),
                ("clause", models.CharField(max_length=300, verbose_name="依据")),
                ("what_was_done", models.CharField(max_length=1000, verbose_name="纠正和履行情况")),
                ("minor", models.BooleanField(default=False, verbose_name="行为发生时未满18周岁")),
                ("bankrupt", models.BooleanField(default=False, verbose_name="法院已批准重整计划或认可和解协议")),
                ("filed_on", models.DateField(verbose_name="申请日期")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                ("reply_delivered_on", models.DateField(blank=True, null=True, verbose_name="同意回复送达日期")),
                ("rectify_until", models.DateField(blank=True, null=True, verbose_name="整改至少到")),
                ("inspected_on", models.DateField(blank=True, null=True, verbose_name="验收日期")),
                ("inspection", models.CharField(blank=True, default="", max_length=1000, verbose_name="调查验收记录")),
                ("statement", models.CharField(blank=True, default="", max_length=1000, verbose_name="修复情况说明")),
                (
                    "ask",
                    models.CharField(
                        blank=True,
                        choices=[("grant", "准予修复"), ("reject", "不予修复")],
                        default="",
                        max_length=6,
                        verbose_name="处理意见",
                    ),
                ),
                ("opinion", models.CharField(blank=True, default="", max_length=1000, verbose_name="意见理由")),
                ("proposed_on", models.DateField(blank=True, null=True, verbose_name="提出意见日期")),
                ("decider", models.CharField(blank=True, default="", max_length=20, verbose_name="决定方式")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("reason", models.CharField(blank=True, default="", max_length=500, verbose_name="决定、终止的理由")),
                (
                    "document_title",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="批准文件名称"),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, default="", max_length=128, verbose_name="批准文件文号"),
                ),
                (
                    "document_path",
                    models.CharField(blank=True, default="", max_length=100, verbose_name="批准文件, sealed"),
                ),
                ("document_name", models.CharField(blank=True, default="", max_length=20)),
                ("result_from", models.DateField(blank=True, null=True, verbose_name="结果公示自")),
                ("result_until", models.DateField(blank=True, null=True, verbose_name="结果公示至")),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="commitments.commitment",
                        verbose_name="信用承诺",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                        verbose_name="办理单位",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="blacklists.entry",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="At the counter.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="records.record",
                    ),
                ),
                (
                    "representative",
                    models.ForeignKey(
                        blank=True,
                        help_text="On line.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="representation.representative",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="repairs", to="subjects.subject"
                    ),
                ),
            ],
            options={
                "verbose_name": "信用修复申请",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "serial"), name="repair_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", True), ("record__isnull", False)),
                            models.Q(("entry__isnull", False), ("record__isnull", True)),
                            _connector="OR",
                        ),
                        name="repair_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filed_by__isnull", False), ("representative__isnull", True)),
                            models.Q(("filed_by__isnull", True), ("representative__isnull", False)),
                            _connector="OR",
                        ),
                        name="repair_by_one_door",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["granted", "rejected", "refused", "withdrawn", "ended", "revoked"]),
                            _negated=True,
                        ),
                        fields=("record",),
                        name="repair_one_open_a_record",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["granted", "rejected", "refused", "withdrawn", "ended", "revoked"]),
                            _negated=True,
                        ),
                        fields=("entry",),
                        name="repair_one_open_an_entry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approver__isnull", True),
                            models.Q(
                                ("proposer__isnull", False), models.Q(("approver", models.F("proposer")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="repair_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["granted", "rejected", "revoked"]), _negated=True),
                            models.Q(
                                ("approver__isnull", False),
                                ("decided_on__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="repair_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("procedure", "rectification"), ("state", "granted"), _negated=True),
                            models.Q(
                                ("inspected_on__gte", models.F("rectify_until")),
                                models.Q(("inspection", ""), _negated=True),
                                models.Q(("statement", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="repair_rectified_and_inspected",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("performance", "履行完毕、纠正的证明"),
                            ("commitment", "信用修复承诺书"),
                            ("public_service", "社会公益服务证明"),
                            ("plan", "整改方案"),
                            ("court", "法院裁定"),
                            ("inspection", "调查验收材料"),
                            ("other", "其他材料"),
                        ],
                        max_length=16,
                        verbose_name="材料",
                    ),
                ),
                ("path", models.CharField(max_length=100, verbose_name="sealed")),
                ("name", models.CharField(max_length=20)),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("added_on", models.DateField()),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "repair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proofs", to="repairs.repair"
                    ),
                ),
            ],
            options={
                "verbose_name": "修复材料",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Dishonesty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("facts", models.CharField(max_length=1000, verbose_name="查明的事实")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待确认"), ("confirmed", "已确认"), ("declined", "未确认")],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("clause", models.CharField(blank=True, default="", max_length=300, verbose_name="依据")),
                ("until", models.DateField(blank=True, help_text="Last day.", null=True, verbose_name="不得申请至")),
                ("proposed_on", models.DateField(verbose_name="提出日期")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="确认日期")),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "repair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="falsehoods", to="repairs.repair"
                    ),
                ),
            ],
            options={
                "verbose_name": "修复中弄虚作假",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "declined"), _negated=True),
                        fields=("repair",),
                        name="dishonesty_once_a_repair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approver__isnull", True),
                            models.Q(("approver", models.F("proposer")), _negated=True),
                            _connector="OR",
                        ),
                        name="dishonesty_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(
                                ("approver__isnull", False),
                                ("until__isnull", False),
                                models.Q(("clause", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dishonesty_confirmed_until_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepairLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("repair_accept", "信用修复受理通知书"),
                            ("repair_refuse", "信用修复不予受理通知书"),
                            ("repair_permit", "关于信用修复申请的回复"),
                            ("repair_grant", "准予信用修复决定书"),
                            ("repair_reject", "不予信用修复决定书"),
                            ("repair_end", "信用修复终止办理通知书"),
                            ("repair_revoke", "撤销信用修复决定书"),
                        ],
                        max_length=14,
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="文号")),
                ("word", models.CharField(max_length=20, verbose_name="机关代字")),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveSmallIntegerField()),
                ("content", models.JSONField(help_text="As blacklists.Letter has it.", verbose_name="内容")),
                ("made_on", models.DateField(verbose_name="日期")),
                (
                    "means",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("direct", "直接送达"),
                            ("left", "留置送达"),
                            ("mail", "邮寄送达"),
                            ("electronic", "电子送达"),
                            ("entrusted", "委托送达"),
                            ("public", "公告送达"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="送达方式",
                    ),
                ),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                ("pdf_path", models.CharField(blank=True, default="", max_length=100, verbose_name="PDF, sealed")),
                ("pdf_sha256", models.CharField(blank=True, default="", max_length=64, verbose_name="PDF 的 SHA-256")),
                ("undrawn", models.CharField(blank=True, default="", max_length=200, verbose_name="字库没有的字")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.department"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "repair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="repairs.repair"
                    ),
                ),
            ],
            options={
                "verbose_name": "修复文书",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("word", "year", "serial"), name="repair_letter_number_of_one_letter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_on__isnull", True), ("means", "")),
                            models.Q(
                                ("delivered_on__gte", models.F("made_on")), models.Q(("means", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="repair_letter_delivered_somehow",
                    ),
                ],
            },
        ),
    ]
