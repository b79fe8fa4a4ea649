"""行政管理类信息: what departments do beside licences and penalties. Layout of our own (base.layout). Pure.

Sources: B5; Shaanxi 二(三) names registration, qualification, coercion, confirmation, reward, payment and inspection.
"""

from ..columns import Column, amount, choice, day, text
from .base import declare, layout
from .catalogue import Class

REGISTRATION = declare(
    "registration", "登记备案", "DJ", Class.REGISTRATION,
    layout(
        "DJ",
        Column("DJ_SX", "登记备案事项", text, 200, "always", hint="如：设立登记、变更登记、备案"),
        Column("DJ_JYFW", "经营范围", text, 4000, hint="设立、变更登记填写，平台据此推送给行业主管部门"),
        Column("DJ_ZCZB", "注册资本(万元)", amount, 30),
        Column("DJ_ZS", "住所", text, 400, public=False),
        Column("DJ_QH", "所在行政区划代码", text, 6, hint="6位，平台据此推送给属地主管部门"),
        number="登记备案文书号", decided="登记备案日期", until="登记备案有效期至", body="登记备案机关",
    ),
)  # fmt: skip

QUALIFICATION = declare(
    "qualification", "资质资格", "ZZ", Class.ADMINISTRATIVE,
    layout(
        "ZZ",
        Column("ZZ_MC", "资质资格名称", text, 200, "always", hint="如：建筑业企业资质证书"),
        Column("ZZ_DJ", "资质资格等级", text, 64),
        Column("ZZ_FW", "资质资格范围", text, 2000),
        number="资质资格证书编号", decided="资质资格认定日期", until="资质资格有效期至", until_needed=True, body="资质资格认定机关",
    ),
)  # fmt: skip

COERCION = declare(
    "coercion", "行政强制", "QZ", Class.ADMINISTRATIVE,
    layout(
        "QZ",
        Column("QZ_LB", "行政强制类别", text, 64, "always", hint="如：查封场所、扣押财物、冻结存款、代履行"),
        Column("QZ_SY", "行政强制事由", text, 4000, "always"),
        Column("QZ_YJ", "行政强制依据", text, 2000, "always"),
        Column("QZ_NR", "行政强制内容", text, 4000, "always"),
        number="行政强制决定书文号", decided="行政强制决定日期", until="行政强制措施期限至", body="行政强制机关",
    ),
    public=False, adverse=True,
)  # fmt: skip

CONFIRMATION = declare(
    "confirmation", "行政确认", "QR", Class.ADMINISTRATIVE,
    layout(
        "QR",
        Column("QR_SX", "行政确认事项", text, 200, "always"),
        Column("QR_NR", "行政确认内容", text, 4000, "always"),
        number="行政确认文书号", decided="行政确认日期", until="行政确认有效期至", body="行政确认机关",
    ),
)  # fmt: skip

REWARD = declare(
    "reward", "行政奖励", "JL", Class.ADMINISTRATIVE,
    layout(
        "JL",
        Column("JL_MC", "行政奖励名称", text, 200, "always"),
        Column("JL_SY", "行政奖励事由", text, 2000, "always"),
        Column("JL_JE", "行政奖励金额(万元)", amount, 30),
        number="行政奖励文书号", decided="行政奖励决定日期", body="行政奖励机关",
    ),
)  # fmt: skip

PAYMENT = declare(
    "payment", "行政给付", "JF", Class.ADMINISTRATIVE,
    layout(
        "JF",
        Column("JF_SX", "行政给付事项", text, 200, "always", hint="如：稳岗补贴、专项资金"),
        Column("JF_YJ", "行政给付依据", text, 2000, "always"),
        Column("JF_JE", "行政给付金额(万元)", amount, 30, "always"),
        number="行政给付文书号", decided="行政给付决定日期", body="行政给付机关",
    ),
    public=False,
)  # fmt: skip

INSPECTION = declare(
    "inspection", "行政检查（双随机）", "JC", Class.ADMINISTRATIVE,
    layout(
        "JC",
        Column("JC_LX", "检查类型", choice, 16, "always", choices=("双随机抽查", "专项检查", "日常检查", "举报核查")),
        Column("JC_SX", "检查事项", text, 400, "always"),
        Column("JC_JGLB", "检查结果", choice, 16, "always", choices=("未发现问题", "发现问题", "未按规定接受检查")),
        Column("JC_WT", "发现的问题及处理", text, 2000, hint="检查结果为“未发现问题”的留空"),
        Column("JC_ZG", "整改期限至", day, 40, public=False),
        number="检查任务编号", decided="检查日期", until="检查结果公示至", body="检查机关",
    ),
    adverse=True,
)  # fmt: skip

ADMINISTRATIVE = (REGISTRATION, QUALIFICATION, COERCION, CONFIRMATION, REWARD, PAYMENT, INSPECTION)
