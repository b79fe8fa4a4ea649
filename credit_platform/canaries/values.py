"""Values (虚构值): what is seeded and looked for. They are nobody's: nothing here is printed, only kinds are. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

BIRDS = "鸢鹮鹬鹩鹪鸫鸲鹟鹀鹎鹡鹨鸮鸱鹈鹕鹗鹛鹣鹇"  # names of three of these after 翎: in no other text
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Kind(StrEnum):
    """What a canary is, and whose."""

    ID_NUMBER = "id_number"
    MOBILE = "mobile"
    PERSON = "person_name"  # a natural person on record
    LEGAL_REPRESENTATIVE = "legal_representative_name"
    REPRESENTATIVE = "representative_name"  # holds an account of those on record
    EMAIL = "email"  # of such an account, confirmed
    APPLICANT = "applicant_name"  # for whom a department asks for an account
    LIAISON = "liaison_name"
    OFFICE_PHONE = "office_phone"  # 办公电话 of applicants and liaisons
    REPORTER = "reporter_name"
    REPORTER_PHONE = "reporter_phone"


NUMBERS = frozenset({Kind.ID_NUMBER, Kind.MOBILE, Kind.OFFICE_PHONE, Kind.REPORTER_PHONE})


@dataclass(frozen=True)
class Canary:
    """One value. `owner`: log-in name of whom it belongs to, where they have an account of their own."""

    kind: Kind
    value: str
    owner: str = ""

    def __repr__(self) -> str:
        return f"<{self.kind}>"  # in no traceback either


class Brood:
    """Makes them, each once; at most `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.all: list[Canary] = []
        self._names, self._number = _names(), 0

    @property
    def full(self) -> bool:
        return len(self.all) >= self.most

    def of(self, kind: Kind, owner: str = "") -> str:
        """A new value of the kind; beyond `most` one that is not looked for."""
        self._number += 1
        makers = {
            Kind.ID_NUMBER: id_number,
            Kind.MOBILE: mobile,
            Kind.OFFICE_PHONE: phone,
            Kind.REPORTER_PHONE: mobile,
            Kind.EMAIL: email,
        }
        value = makers[kind](self._number) if kind in makers else next(self._names)
        if not self.full:
            self.all.append(Canary(kind, value, owner))
        return value


def id_number(number: int) -> str:
    """With a right check character; of a division that registers nobody, born in the second half of 1899."""
    body = f"1000001899{7 + number % 6:02d}{1 + number // 6 % 28:02d}{number % 1000:03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def mobile(number: int) -> str:
    """Of a segment that is not in use."""
    return f"154{number * 7919 % 10**8:08d}"


def email(number: int) -> str:
    return f"ling-{number * 7919 % 10**8:08d}@canary.example"


def phone(number: int) -> str:
    """Of an area code that there is not."""
    return f"0400-2{number * 7919 % 10**6:06d}"


def _names() -> Iterator[str]:
    for one, two, three in product(BIRDS, BIRDS[::-1], BIRDS):
        yield f"翎{one}{two}{three}"
