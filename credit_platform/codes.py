"""Codes (代码): unified social credit code, organisation code, resident ID number. Pure.

Sources: GB 32100-2015, GB 11714, GB 11643; facts from three million registrations in domain.md §2.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from .divisions import KNOWN_DIVISIONS

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
_VALUE = {char: number for number, char in enumerate(ALPHABET)}
_WEIGHTS = [pow(3, place, 31) for place in range(17)]
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# 登记管理部门 → 机构类别. Wide rather than narrow: a real code must never be refused here.
AUTHORITIES = {
    "1": "1239",  # 机构编制
    "2": "19",  # 外交
    "3": "123459",  # 司法行政
    "4": "19",  # 文化
    "5": "123459",  # 民政; 4 村委会, 5 居委会
    "6": "129",  # 旅游
    "7": "129",  # 宗教
    "8": "19",  # 工会
    "9": "123459",  # 市场监管
    "A": "19",  # 中央军委改革和编制办公室
    "N": "1239",  # 农业农村
    "Y": "1",  # 其他
}
# Stars, a run of X, or small x at the end of a code that is otherwise written in capitals: last places left out. (Such a
# code can pass the check character by chance, as a real row of registration data does.)
_MASK = re.compile(r"[*＊]|[Xx]{4,}|[A-Z][^a-z]*x{2,}$")


# The one fault that a real code may have: some registries issued codes with a wrong check character (domain.md §2).
WRONG_CHECK_CHARACTER = "校验位不符，代码中至少有一位有误，请对照证照逐位核对；确认证照无误的请联系信用办。"


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """What a check found. `errors` and `warnings` are sentences in Chinese; valid means no error."""

    code: str
    normalised: str
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def valid(self) -> bool:
        return not self.errors


def normalise_code(text: str) -> str:
    """NFKC, upper case, without spaces and hyphens: how every code is compared and stored."""
    return re.sub(r"[\s\-‐-―]", "", unicodedata.normalize("NFKC", text)).upper()


@lru_cache(maxsize=65_536)
def check_uscc(text: str) -> CodeCheck:
    """统一社会信用代码: 18 characters as sent → what is wrong with them. Never raises. Source: A1, GB 32100-2015."""
    code = normalise_code(text)
    masked = _MASK.search(unicodedata.normalize("NFKC", text).strip())
    errors = ["代码被遮盖（含 * 或以 x 代替），请填写完整的18位代码。"] if masked else _uscc_errors(code)
    return CodeCheck(text, code, errors, [] if errors else _uscc_warnings(code))


def _uscc_errors(code: str) -> list[str]:
    if not code:
        return ["没有填写统一社会信用代码，请填写营业执照上的18位代码。"]
    if set(code) == {"0"} or re.fullmatch(r"0+X?", code):
        return ["全为0的代码是占位符，不是真实代码，请填写证照上的18位代码。"]
    if len(code) == 15 and code.isdigit():
        return ["这是15位工商注册号，不是统一社会信用代码；请填18位代码，注册号填入“行政相对人代码_2”。"]
    if len(code) != 18:
        return [f"统一社会信用代码应为18位，现为{len(code)}位，请核对是否缺位或多位。"]
    strange = [char for char in code if char not in _VALUE]
    if strange:
        return [f"代码中不会出现“{'、'.join(sorted(set(strange)))}”（不使用 I、O、S、V、Z 和符号），请对照证照核对。"]
    if code[1] not in AUTHORITIES.get(code[0], ""):
        return [f"代码前两位“{code[:2]}”不是已知的登记管理部门和机构类别，请对照证照核对。"]
    if uscc_check_character(code[:17]) != code[17]:
        return [WRONG_CHECK_CHARACTER]
    return []


def uscc_check_character(body: str) -> str:
    """The 18th character for 17 given ones (characters of ALPHABET only)."""
    total = sum(_VALUE[char] * weight for char, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def _uscc_warnings(code: str) -> list[str]:
    warnings = []
    if not known_division(code[2:8]):
        warnings.append(f"代码中的行政区划“{code[2:8]}”不在现行或曾用的区划表中，请核对。")
    if not organisation_code_valid(code[8:17]):
        warnings.append("代码中的组织机构代码部分（第9至17位）校验不符，少数真实代码如此，请核对。")
    return warnings


def known_division(division: str) -> bool:
    """Whether a division of this number (six digits) exists or once did; 100000 is the nation."""
    return division in KNOWN_DIVISIONS or division == "100000"


def organisation_code_valid(text: str) -> bool:
    """组织机构代码: nine characters, with or without hyphen. Source: GB 11714."""
    code = normalise_code(text)
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return False
    total = sum(int(char, 36) * weight for char, weight in zip(code[:8], _ORGANISATION_WEIGHTS, strict=True))
    return code[8] == "0123456789X"[-total % 11]


def resident_id_error(text: str) -> str:
    """居民身份证号: what is wrong with it, as a sentence; empty if nothing is. Never repeats the number. GB 11643."""
    number = normalise_code(text)
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return "身份证号应为18位（前17位为数字，末位为数字或X），请对照证件核对。"
    total = sum(int(char) * weight for char, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    if number[17] != "10X98765432"[total % 11]:
        return "身份证号校验位不符，至少有一位有误，请对照证件逐位核对。"
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "身份证号中的出生日期不存在，请对照证件核对。"
    return ""


def document_key(text: str) -> str:
    """文书号 for comparison only: NFKC, no spaces, one kind of bracket, upper case. Stored as given. domain.md §1e."""
    key = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    return key.translate(_BRACKETS)


_BRACKETS = str.maketrans("〔〕[]【】()「」", "()" * 5)
