"""公开字段清单（其他类别）: as allowed.py, for the kinds beside licences and penalties. Kinds for departments only have none.

Left out beside what allowed.py leaves out: addresses, creditors, deadlines of rectification, who is inspected how often.
"""

Fields = tuple[tuple[str, str], ...]


def _common(prefix: str, body: str, until: str = "") -> Fields:
    end = ((f"{prefix}_YXQZ", until),) if until else ()
    return (*end, (f"{prefix}_JG", body), (f"{prefix}_LYDW", "数据来源"))


OTHERS: dict[str, Fields] = {
    "registration": (
        ("DJ_SX", "登记备案事项"),
        ("DJ_JYFW", "经营范围"),
        ("DJ_ZCZB", "注册资本"),
        ("DJ_FRDB", "法定代表人"),
        *_common("DJ", "登记备案机关", "有效期至"),
    ),
    "qualification": (
        ("ZZ_MC", "资质资格名称"),
        ("ZZ_DJ", "等级"),
        ("ZZ_FW", "范围"),
        *_common("ZZ", "认定机关", "有效期至"),
    ),
    "confirmation": (("QR_SX", "确认事项"), ("QR_NR", "确认内容"), *_common("QR", "确认机关", "有效期至")),
    "reward": (("JL_MC", "奖励名称"), ("JL_SY", "奖励事由"), ("JL_JE", "奖励金额"), *_common("JL", "奖励机关")),
    "inspection": (
        ("JC_LX", "检查类型"),
        ("JC_SX", "检查事项"),
        ("JC_JGLB", "检查结果"),
        ("JC_WT", "发现的问题及处理"),
        *_common("JC", "检查机关"),
    ),
    "ruling": (
        ("CP_AY", "案由"),
        ("CP_WS", "裁判文书名称"),
        ("CP_CPJG", "裁判结果"),
        ("CP_ZDAJ", "重大案件"),
        ("CP_GBDW", "公布单位"),
        *_common("CP", "裁判法院"),
    ),
    "debtor": (
        ("SX_ZXYJ", "执行依据文号"),
        ("SX_YW", "应履行的义务"),
        ("SX_LX", "履行情况"),
        ("SX_XW", "失信行为情形"),
        ("SX_JE", "未履行金额"),
        *_common("SX", "执行法院"),
    ),
    "abnormal": (("YC_YY", "列入原因"), ("YC_YJ", "列入依据"), *_common("YC", "列入机关", "移出日期")),
    "annual_report": (("NB_GS", "年度报告状态"), ("NB_WZ", "公示网址"), *_common("NB", "受理机关")),
    "honour": (("RY_MC", "荣誉名称"), ("RY_SY", "授予事由"), *_common("RY", "授予单位", "有效期至")),
    "grade": (
        ("PJ_FA", "评价方案"),
        ("PJ_BB", "方案版本"),
        ("PJ_ND", "评价年度"),
        ("PJ_DJ", "评价等级"),
        *_common("PJ", "评价机关", "有效期至"),
    ),
    "rating": (
        ("DS_LX", "评价产品"),
        ("DS_DJ", "信用等级"),
        ("DS_YT", "用途"),
        *_common("DS", "信用服务机构", "有效期至"),
    ),
    "coercion": (),
    "payment": (),
    "contract": (),
    "pledge": (),
}
TITLES_OF_OTHERS: dict[str, tuple[str, ...]] = {
    "registration": ("DJ_SX",),
    "qualification": ("ZZ_MC",),
    "confirmation": ("QR_SX",),
    "reward": ("JL_MC",),
    "inspection": ("JC_SX",),
    "ruling": ("CP_AY",),
    "debtor": ("SX_LX",),
    "abnormal": ("YC_YY",),
    "annual_report": ("NB_GS",),
    "honour": ("RY_MC",),
    "grade": ("PJ_FA",),
    "rating": ("DS_LX",),
    "coercion": (),
    "payment": (),
    "contract": (),
    "pledge": (),
}
