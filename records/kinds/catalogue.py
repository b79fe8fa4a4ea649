"""全国公共信用信息基础目录: the classes under which anything may enter a credit record at all. Pure.

Edition 2024 (发改财金规〔2024〕203号): thirteen classes, numbered as there. The names of 1 to 5 are those of the text, 6 to
13 as found in use (domain.md §4).
"""

from enum import StrEnum

EDITION = "全国公共信用信息基础目录（2024年版）"


class Class(StrEnum):
    """信息类别 of the catalogue; the value is what pages say."""

    REGISTRATION = "登记注册基本信息"
    JUDICIAL = "司法裁判及执行信息"
    ADMINISTRATIVE = "行政管理信息"
    OCCUPATION = "职称和职业信息"
    ABNORMAL = "经营（活动）异常名录（状态）信息"
    SERIOUS_LIST = "严重失信主体名单信息"
    CONTRACT = "合同履行信息"
    COMMITMENT = "信用承诺及履行情况信息"
    RATING = "信用评价结果信息"
    COMPLIANCE = "遵守法律法规情况信息"
    HONOUR = "诚实守信相关荣誉信息"
    INTELLECTUAL = "知识产权信息"
    VOLUNTARY = "市场主体自愿提供的信用信息"
