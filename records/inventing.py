"""Invented data (虚构数据): companies, licences and penalties for demos and measurements. The same for the same seed.

Nobody real: the organisation part of every code begins with MX, which is not issued, and the registering division is the
nation's own (100000) but of the places in DIVISIONS, so that a search can be narrowed. Names of a city that does not exist. Pure.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from credit_platform.codes import uscc_check_character
from credit_platform.workdays import Calendar

from .kinds import KINDS

PLACES = ("云州", "云州青山", "云州临江", "云州白石", "云州高新区")
DIVISIONS = {"云州临江": "210804", "云州白石": "410526"}  # as if they were registered there; no such code is issued
BRANDS = "祥瑞恒泰华丰盛源嘉和永宁景安博远信达启明正阳润泽鸿图宏宇锦程康乐佳美"
TRADES = (
    "食品", "餐饮管理", "建筑工程", "环保科技", "机械制造", "镁业", "耐火材料", "物流", "商贸", "医药连锁", "化工", "物业服务",
    "农业科技", "信息技术", "装饰工程", "汽车销售", "酒店管理", "水产养殖",
)  # fmt: skip
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司")
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "甲乙丙丁戊己庚辛"
# By the word of the body, as LICENCES: what such a body punishes, by the article that says so, within what it allows. In the same
# order of kinds, so that a seed gives the same kinds everywhere.
PENALTIES = {
    # (处罚类别, 罚款万元, 违法行为类型, 违法事实, 处罚依据, 处罚内容)
    "": (
        ("罚款", "2.35", "未按排污许可证规定开展自行监测", "检查时发现该单位未按排污许可证规定的频次开展自行监测。", "《排污许可管理条例》第三十六条", "处以罚款2.35万元，责令改正。"),
        ("罚款", "0.5", "未按规定提交排污许可证执行报告", "该单位未在规定期限内提交排污许可证执行报告。", "《排污许可管理条例》第三十七条", "处以罚款0.5万元，责令改正。"),
        ("警告", "", "未对医疗废物进行登记", "检查时该单位不能提供医疗废物登记资料。", "《医疗废物管理条例》第四十五条", "给予警告，责令限期改正。"),
        ("罚款；没收违法所得、没收非法财物", "5", "无许可证使用射线装置", "该单位未取得辐射安全许可证，使用射线装置从事经营活动。", "《放射性同位素与射线装置安全和防护条例》第五十二条", "没收违法所得1.2万元，罚款5万元。"),
        ("吊销许可证件", "", "超过许可排放浓度排放污染物，情节严重", "该单位多次超过许可排放浓度排放污染物，拒不改正。", "《排污许可管理条例》第三十四条", "吊销排污许可证。"),
        ("责令停产停业", "", "超过大气污染物排放标准排放", "监测显示该单位排放大气污染物超过排放标准。", "《大气污染防治法》第九十九条", "责令停产整治。"),
    ),
    "云应急": (
        ("罚款", "2.35", "未按规定对从业人员进行安全生产教育和培训", "检查时发现该单位未按规定对从业人员进行安全生产教育和培训。", "《安全生产法》第九十七条", "处以罚款2.35万元，责令限期改正。"),
        ("罚款", "0.5", "未如实记录安全生产教育和培训情况", "该单位的培训记录与实际不符。", "《安全生产法》第九十七条", "处以罚款0.5万元，责令限期改正。"),
        ("警告", "", "违反安全管理规定作业", "检查时该单位正在违反安全管理规定作业。", "《安全生产违法行为行政处罚办法》第四十五条", "给予警告，责令改正。"),
        ("罚款；没收违法所得、没收非法财物", "5", "未经许可经营烟花爆竹", "该单位未取得烟花爆竹经营许可，从事经营活动。", "《烟花爆竹安全管理条例》第三十六条", "没收违法所得1.2万元，罚款5万元。"),
        ("吊销许可证件", "", "向零售经营者供应非法生产的烟花爆竹，情节严重", "该单位向零售经营者供应非法生产的烟花爆竹。", "《烟花爆竹安全管理条例》第三十八条", "吊销烟花爆竹经营许可证。"),
        ("责令停产停业", "", "安全设施未经验收合格投入生产", "检查时安全设施未经验收合格，已投入生产。", "《安全生产法》第九十八条", "责令停产停业整顿。"),
    ),
}  # fmt: skip
REVOKED = {"": "排污许可证", "云应急": "烟花爆竹经营许可证"}


LICENCES = {
    "": ("排污许可证", "危险废物经营许可证", "辐射安全许可证"),
    "云应急": ("危险化学品经营许可证", "安全生产许可证", "烟花爆竹经营许可证"),
}


@dataclass(frozen=True)
class Company:
    """虚构企业."""

    name: str
    code: str
    representative: str
    division: int


@dataclass(frozen=True)
class Body:
    """虚构机关: name and code as they stand in a row; `word` begins its document numbers."""

    name: str
    code: str
    word: str


def code_of(kind: str, number: int, division: str = "100000") -> str:
    """A valid social credit code for the first two places `kind` and a running number."""
    digits = f"{number:06d}"
    organisation = f"MX{digits}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(char, 36) * weight for char, weight in zip(organisation, weights, strict=True))
    body = f"{kind}{division}{organisation}{'0123456789X'[-total % 11]}"
    return body + uscc_check_character(body)


def companies(count: int, seed: int = 1) -> Iterator[Company]:
    """`count` companies with names that differ."""
    lot, used = random.Random(seed), set()
    for number in range(count):
        while True:
            place = lot.choice(PLACES)
            brand = "".join(lot.sample(BRANDS, lot.choice((2, 2, 2, 3))))
            name = f"{place}{brand}{lot.choice(TRADES)}{lot.choice(FORMS)}"
            if name not in used:
                used.add(name)
                break
            place += str(number)  # cannot be reached before the pool is nearly used up
        yield Company(
            name,
            code_of("91", number, DIVISIONS.get(place[:4], "100000")),
            lot.choice(SURNAMES) + "某" + lot.choice(GIVEN),
            PLACES.index(place),
        )


def licence(lot: random.Random, company: Company, body: Body, number: int, decided: date) -> dict[str, str]:
    """One licence row by national code."""
    until = decided + timedelta(days=365 * lot.choice((3, 5, 5))) - timedelta(days=1)
    trade = lot.choice(LICENCES.get(body.word, LICENCES[""]))
    return {
        "XK_XDR_MC": company.name, "XK_XDR_LB": "法人及非法人组织", "XK_XDR_SHXYM": company.code,
        "XK_FRDB": company.representative, "XK_XKWS": f"准予行政许可决定书（{trade}）",
        "XK_WSH": f"{body.word}许〔{decided.year}〕{number}号", "XK_XKLB": lot.choice(("普通", "认可", "核准")),
        "XK_XKZS": trade, "XK_XKBH": f"{body.word}{decided.year}{number:05d}",
        "XK_NR": f"准予{company.name}从事{trade.removesuffix('许可证')}活动。",
        "XK_JDRQ": f"{decided:%Y/%m/%d}", "XK_YXQZ": f"{decided:%Y/%m/%d}", "XK_YXQZI": f"{until:%Y/%m/%d}",
        "XK_XKJG": body.name, "XK_XKJGDM": body.code, "XK_ZT": "1", "XK_LYDW": body.name, "XK_LYDWDM": body.code,
    }  # fmt: skip


def penalty(lot: random.Random, company: Company, body: Body, number: int, decided: date) -> dict[str, str]:
    """One penalty row by national code."""
    kind, fine, what, fact, basis, content = lot.choices(PENALTIES.get(body.word, PENALTIES[""]), (8, 3, 3, 3, 1, 1))[0]
    row = {
        "CF_XDR_MC": company.name, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": company.code,
        "CF_FRDB": company.representative, "CF_WSH": f"{body.word}罚〔{decided.year}〕{number}号", "CF_WFXW": what,
        "CF_SY": fact, "CF_YJ": basis, "CF_CFLB": kind, "CF_NR": content, "CF_JDRQ": f"{decided:%Y/%m/%d}",
        "CF_YXQ": f"{decided + timedelta(days=3 * 365):%Y/%m/%d}", "CF_CFJG": body.name, "CF_CFJGDM": body.code, "CF_SJLY": body.name, "CF_SJLYDM": body.code,
    }  # fmt: skip
    if fine:
        row["CF_NR_FK"] = fine
    if "没收" in kind:
        row["CF_NR_WFFF"] = "1.2"
    if "吊销" in kind:
        row["CF_NR_ZKDX"] = f"{REVOKED.get(body.word, REVOKED[''])} {body.word}{number:05d}"
    return row


# Kind → what an invented row of it says; everything else follows from company, body and day. None of it is adverse.
OTHERS: dict[str, dict[str, str]] = {
    "registration": {"SX": "变更登记", "JYFW": "食品销售；餐饮服务；货物进出口", "ZCZB": "200", "QH": "100000"},
    "qualification": {"MC": "环境污染治理设施运营资质", "DJ": "乙级", "FW": "工业废水"},
    "confirmation": {"SX": "绿色工厂确认", "NR": "确认为市级绿色工厂。"},
    "reward": {"MC": "清洁生产先进单位", "SY": "连续三年完成清洁生产目标。", "JE": "5"},
    "inspection": {"LX": "双随机抽查", "SX": "排污许可证执行情况", "JGLB": "未发现问题"},
    "honour": {"MC": "诚信示范企业", "SY": "守信经营，无不良信用记录。"},
    "grade": {"FA": "企业环境信用评价", "BB": "2025版", "ND": "2025", "DJ": "绿"},
    "contract": {"MC": "厂区绿化政府采购合同", "LX": "政府采购", "JE": "36.8", "QK": "已履行"},
}


def other(key: str, company: Company, body: Body, number: int, decided: date) -> dict[str, str]:
    """One row of a kind of OTHERS by column code."""
    kind = KINDS[key]
    row = {f"{kind.prefix}_{code}": text for code, text in OTHERS[key].items()} | {
        f"{kind.prefix}_XDR_MC": company.name,
        f"{kind.prefix}_XDR_LB": "法人及非法人组织",
        f"{kind.prefix}_XDR_SHXYM": company.code,
        f"{kind.prefix}_FRDB": company.representative,
        kind.document_number: f"{body.word}{kind.title[:2]}〔{decided.year}〕{number}号",
        kind.decided_on: f"{decided:%Y/%m/%d}",
        kind.body_name: body.name,
        kind.body_code: body.code,
        kind.status: "1",
        **dict(zip(kind.source, (body.name, body.code), strict=True)),
    }
    if kind.valid_until:
        row[kind.valid_until] = f"{decided + timedelta(days=1095):%Y/%m/%d}"
    return row


def person_penalty(company: Company, body: Body, number: int, decided: date) -> dict[str, str]:
    """A penalty of a natural person who does not exist: the ID number belongs to nobody (born in 1899)."""
    digits = f"100000189901{number % 28 + 1:02d}{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    row = penalty(random.Random(number), company, body, number, decided)
    row = {code: cell for code, cell in row.items() if code not in ("CF_XDR_SHXYM", "CF_FRDB")}
    return row | {
        "CF_XDR_MC": company.representative, "CF_XDR_LB": "自然人", "CF_XDR_ZJLX": "身份证",
        "CF_XDR_ZJHM": digits + "10X98765432"[total % 11],
    }  # fmt: skip


def earlier_workday(calendar: Calendar, day: date, days: int) -> date:
    """The working day `days` before."""
    return calendar.add(day, -days).date
