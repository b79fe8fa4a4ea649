"""市场经营类信息: abnormal operation, contracts, pledges, annual reports. Layout of our own (base.layout). Pure. Source: B5."""

from ..columns import Column, amount, choice, text
from .base import declare, layout
from .catalogue import Class

ABNORMAL = declare(
    "abnormal", "经营异常名录", "YC", Class.ABNORMAL,
    layout(
        "YC",
        Column("YC_YY", "列入经营异常名录原因", text, 400, "always", hint="如：未按规定公示年度报告、通过登记的住所无法联系"),
        Column("YC_YJ", "列入依据", text, 1000),
        number="列入决定书文号", decided="列入日期", until="移出日期", body="列入机关",
    ),
    adverse=True,
)  # fmt: skip

CONTRACT = declare(
    "contract", "合同履行", "HT", Class.CONTRACT,
    layout(
        "HT",
        Column("HT_MC", "合同名称", text, 400, "always"),
        Column("HT_LX", "合同类型", choice, 16, "always", choices=("政府采购", "招标投标", "购买服务", "政府和社会资本合作", "土地出让", "其他")),
        Column("HT_JE", "合同金额(万元)", amount, 30),
        Column("HT_QK", "合同履行情况", choice, 16, "always", choices=("履行中", "已履行", "部分履行", "违约")),
        Column("HT_SM", "违约情形及处理", text, 2000),
        number="合同编号", decided="合同签订日期", until="合同履行期限至", body="合同监管单位",
    ),
    public=False,
)  # fmt: skip

PLEDGE = declare(
    "pledge", "抵押质押", "ZY", Class.REGISTRATION,
    layout(
        "ZY",
        Column("ZY_LX", "抵押质押类型", choice, 16, "always", choices=("股权出质", "动产抵押", "不动产抵押", "知识产权质押")),
        Column("ZY_ZQR", "抵押权人或质权人", text, 200, "always", public=False),
        Column("ZY_BDW", "抵押质押标的", text, 1000, "always"),
        Column("ZY_JE", "担保债权数额(万元)", amount, 30),
        number="抵押质押登记编号", decided="抵押质押登记日期", until="抵押质押期限至", body="抵押质押登记机关",
    ),
    public=False,
)  # fmt: skip

ANNUAL_REPORT = declare(
    "annual_report", "年度报告", "NB", Class.REGISTRATION,
    layout(
        "NB",
        Column("NB_GS", "年度报告状态", choice, 16, "always", choices=("已公示", "补报公示", "未公示")),
        Column("NB_WZ", "年度报告公示网址", text, 300),
        number="年报年度", decided="年度报告公示日期", body="年度报告受理机关",
    ),
)  # fmt: skip

MARKET = (ABNORMAL, CONTRACT, PLEDGE, ANNUAL_REPORT)
