"""国家标准章节: in which section of the report each kind of record stands. Pure. Source: 《公共信用信息报告标准（2022年版）》, domain.md §6.

Of the sections 基础信息 is always first; the two lists of the platform itself stand where BLACK and RED say.
Who owes under a judgment was not listed by any authority here: 失信被执行人 is of the courts (目录 class 司法裁判及执行信息).
"""

from records.models import RecordKind as K

BASICS, RED, BLACK = "基础信息", "诚实守信", "严重失信主体名单"
SECTIONS: tuple[tuple[str, tuple[K, ...]], ...] = (
    (BASICS, (K.REGISTRATION, K.ANNUAL_REPORT)),
    ("行政管理", (K.LICENCE, K.PENALTY, K.QUALIFICATION, K.CONFIRMATION, K.REWARD, K.INSPECTION)),
    (RED, (K.HONOUR, K.PRAISED)),
    (BLACK, (K.LISTED,)),
    ("经营异常", (K.ABNORMAL,)),
    ("信用承诺", (K.COMMITMENT, K.BREACH)),
    ("信用评价", (K.GRADE, K.RATING)),
    ("司法判决", (K.DEBTOR, K.RULING)),
)
NUMERALS = "一二三四五六七八九十"


def numbered(place: int, title: str) -> str:
    """「一、基础信息」, from 0."""
    return f"{NUMERALS[place]}、{title}"
