"""Characters (字符): which of them nobody sees, and which no XML may hold. Pure."""

import re

# NUL, control, zero-width and bidi characters: invisible, and able to make one name look like another.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # however it is written


def visible(text: str) -> str:
    """Without invisible characters, and without room at the ends."""
    return INVISIBLE.sub("", text).strip()
