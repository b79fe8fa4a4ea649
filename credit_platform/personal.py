"""Personal numbers (个人号码) in text: ID numbers, mobile phones, bank cards. Pure. Source: G6, design sentences 9 and 10."""

import re
import unicodedata

from .codes import check_uscc, known_division, organisation_code_valid, resident_id_error

# Division, day of birth, three figures and a check character: right or mistyped, it is not for sentences.
LIKE_ID = re.compile(r"\d{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]?")
ID_NUMBER, PHONE, CARD = "身份证号", "手机号码", "银行卡号"
_LONG_DIGITS = re.compile(r"(?<!\d)(\d{11,19})([A-Za-z]?)(?!\d)")
# As people write them: 210811 19900101 0012, 6222 0212 3456 7890 128, 138-0013-8000.
_GROUPED = re.compile(
    r"(?<!\d)(?:\d{6}([ -])\d{8}\1\d{3}[\dXx]|\d{4}(?:([ -])\d{4})(?:\2\d{4}){2}(?:\2\d{1,3})?|1\d\d([ -])\d{4}\3\d{4})(?!\d)"
)


_MANY_DIGITS = re.compile(r"(?:\d[ -]?){11}")  # in every text that either of them finds anything in


def personal_number_in(text: str, only: str = "") -> str:
    """身份证号、手机号 or 银行卡号 where the text holds one (`only`: one of that kind); empty otherwise.

    Source: G6, design sentence 10.
    """
    if len(text) < 11:
        return ""
    plain = unicodedata.normalize("NFKC", text)
    if not _MANY_DIGITS.search(plain):
        return ""
    joined = _GROUPED.sub(lambda match: re.sub("[ -]", "", match[0]), plain)
    for match in _LONG_DIGITS.finditer(joined):
        what = _personal(match[1], match[2].upper())
        if what and only in ("", what):
            return what
    return ""


def _personal(digits: str, after: str) -> str:
    if len(digits) == 17 and after == "X":
        digits += after
    elif len(digits) == 17 and after and check_uscc(digits + after).valid:
        return ""  # a social credit code that ends in a letter
    if len(digits) == 11 and re.fullmatch(r"1[3-9]\d{9}", digits):
        return PHONE
    like_id = len(digits) == 18 and LIKE_ID.fullmatch(digits) and not _of_organisation(digits)
    if like_id and (known_division(digits[:6]) or not resident_id_error(digits)):
        return ID_NUMBER  # mistyped by one figure it still says who it is
    if len(digits) == 18 and check_uscc(digits).valid:
        return ""
    if len(digits) >= 16 and digits.isdigit() and digits[0] in "3456" and _luhn(digits):
        return CARD
    return ""


def _of_organisation(digits: str) -> bool:
    """A code that market regulation gave, by both its check characters. All others must first be no ID numbers: one in
    thirty of those would pass as a social credit code.
    """
    return digits[0] == "9" and check_uscc(digits).valid and organisation_code_valid(digits[8:17])


def _luhn(digits: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(digits)):
        number = int(char) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


HIDDEN = "（号码已隐去）"


def without_id_numbers(text: str) -> str:
    """The text with what may be an ID number hidden: for what can never be mended, as the ledger."""
    return _without(text, ID_NUMBER)


def without_numbers(text: str) -> str:
    """The text with ID numbers, mobile phones and bank cards hidden: for lines of a log."""
    return _without(text, ID_NUMBER, PHONE, CARD)


def numbers_typed(text: str, *, mobile: bool = True) -> list[str]:
    """ID numbers, bank cards and mobile phones (unless not `mobile`) as they stand in the text, with the gaps they were typed with."""
    shown, spans = _found(text, ID_NUMBER, CARD, *([PHONE] if mobile else []))
    return [shown[start:end] for start, end in spans]


def _without(text: str, *kinds: str) -> str:
    shown, spans = _found(text, *kinds)
    for start, end in reversed(spans):
        shown = shown[:start] + HIDDEN + shown[end:]
    return shown


def _found(text: str, *kinds: str) -> tuple[str, list[tuple[int, int]]]:
    """The text, and where in it numbers of these kinds stand, in order."""
    if not any(personal_number_in(text, only=kind) for kind in kinds):
        return text, []
    plain = unicodedata.normalize("NFKC", text)
    shown = text if len(plain) == len(text) else plain  # what people wrote stays as they wrote it, where places agree
    found = {}
    for pattern in (_GROUPED, _LONG_DIGITS):
        for match in pattern.finditer(plain):
            digits = re.sub("[ -]", "", match[0]).upper()
            bare = digits.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            if _personal(bare, digits[len(bare) :]) in kinds:
                found[match.start()] = match.end()
    return shown, sorted(found.items())
