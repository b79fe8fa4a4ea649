"""名称规范化: the one spelling in which names are stored for search and in which queries are asked. Pure.

Source: G2, design §7.
"""

import unicodedata
from functools import lru_cache

from opencc import OpenCC

LONGEST_NAME = 200  # characters of a normalised name that are kept; NFKC may make one character several

# The ideographs: extension A and the unified block, the compatibility block, the supplementary planes 2 and 3.
_IDEOGRAPHS = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))


def normalise(text: str) -> str:
    """规范化名称: NFKC, traditional to simplified, upper case; spaces, punctuation and brackets fall away.

    In: a name or a piece of one as written. Out: the same for every way of writing it, "" if nothing is left.
    Letters, digits and the marks on them stay; everything else (categories P, S, Z, C) goes. Source: G2.
    """
    simplified = unicodedata.normalize("NFKC", text).translate(_simplified()).upper()
    if simplified.isalnum():  # nearly every name is done here
        return simplified
    return "".join(char for char in simplified if unicodedata.category(char)[0] in "LNM")


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional → simplified, one character for one, so that applying it is a single `str.translate`.

    Built by one conversion of all ideographs, a line each: between line ends opencc sees no phrases, only characters.
    """
    chars = [chr(point) for first, end in _IDEOGRAPHS for point in range(first, end)]
    lines = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    pairs = zip(chars, lines, strict=True)
    return {ord(char): line for char, line in pairs if line != char and len(line) == 1}
