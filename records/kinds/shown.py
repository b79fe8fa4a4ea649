"""公开字段清单: the only parts of a record's content that ever leave the house, to the public or to other platforms, and what pages
call them. What is not named here stays inside. Pure.

Left out on purpose: certificate types and numbers (never public); numbers 2 to 6 of the subject (a sole trader's tax
number may be the owner's ID number); codes of departments (nobody reads them); the department's own 公示截止期 (the page shows the
one that is in force); document number and decision date (typed columns of the record, shown beside); remarks (BZ); addresses,
creditors, deadlines of rectification, who is inspected how often. Kinds for departments only have none. Sources: domain.md §1a, §1b;
G6; design sentence 10.
"""

Fields = tuple[tuple[str, str], ...]


def _common(prefix: str, body: str, until: str = "") -> Fields:
    end = ((f"{prefix}_YXQZ", until),) if until else ()
    return (*end, (f"{prefix}_JG", body), (f"{prefix}_LYDW", "数据来源"))


ALLOWED: dict[str, Fields] = {
    "licence": (
        ("XK_XKWS", "决定文书名称"),
        ("XK_XKZS", "许可证书名称"),
        ("XK_XKBH", "许可编号"),
        ("XK_XKLB", "许可类别"),
        ("XK_NR", "许可内容"),
        ("XK_YXQZ", "有效期自"),
        ("XK_YXQZI", "有效期至"),
        ("XK_FRDB", "法定代表人"),
        ("XK_XKJG", "许可机关"),
        ("XK_LYDW", "数据来源"),
    ),
    "penalty": (
        ("CF_WFXW", "违法行为类型"),
        ("CF_SY", "违法事实"),
        ("CF_YJ", "处罚依据"),
        ("CF_CFLB", "处罚类别"),
        ("CF_NR", "处罚内容"),
        ("CF_NR_FK", "罚款金额"),
        ("CF_NR_WFFF", "没收金额"),
        ("CF_NR_ZKDX", "暂扣或吊销的证照"),
        ("CF_YXQ", "处罚有效期至"),
        ("CF_FRDB", "法定代表人"),
        ("CF_CFJG", "处罚机关"),
        ("CF_SJLY", "数据来源"),
    ),
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
    "listed": (
        ("HM_MD", "名单"),
        ("HM_XW", "失信行为"),
        ("HM_YJ", "列入依据"),
        *_common("HM", "认定单位"),
    ),
    "praised": (("HR_MD", "名单"), ("HR_SJ", "守信事迹"), *_common("HR", "认定单位", "有效期至")),
    "commitment": (
        ("CN_LX", "承诺类型"),
        ("CN_SY", "承诺事由"),
        ("CN_NR", "承诺内容"),
        ("CN_ZR", "违诺责任"),
        ("CN_LVZT", "履约状态"),
        ("CN_LVQK", "履行情况"),
        *_common("CN", "受理单位", "有效期至"),
    ),
    "breach": (
        ("WN_CNS", "承诺书编号"),
        ("WN_LX", "承诺类型"),
        ("WN_SX", "违诺事实"),
        ("WN_YJ", "认定依据"),
        *_common("WN", "认定单位"),
    ),
    "coercion": (),
    "payment": (),
    "contract": (),
    "pledge": (),
}
# What a record is called in a list, the first that is filled.
TITLES: dict[str, tuple[str, ...]] = {
    "licence": ("XK_XKZS", "XK_XKWS"),
    "penalty": ("CF_WFXW",),
    "registration": ("DJ_SX",),
    "qualification": ("ZZ_MC",),
    "confirmation": ("QR_SX",),
    "reward": ("JL_MC",),
    "inspection": ("JC_SX",),
    "ruling": ("CP_AY",),
    "debtor": ("SX_LX",),
    "listed": ("HM_MD",),
    "praised": ("HR_MD",),
    "abnormal": ("YC_YY",),
    "annual_report": ("NB_GS",),
    "honour": ("RY_MC",),
    "grade": ("PJ_FA",),
    "rating": ("DS_LX",),
    "commitment": ("CN_SY",),
    "breach": ("WN_SX",),
    "coercion": (),
    "payment": (),
    "contract": (),
    "pledge": (),
}

# Published with organisations by law; of a sole trader it is the owner's name, which nobody needs beside the firm's.
REPRESENTATIVES = frozenset(f"{codes[0][0].partition('_')[0]}_FRDB" for codes in ALLOWED.values() if codes)
