"""验证码 in a form that anybody may send (templates/components/captcha.html): one picture, kept until it is spent. Source: G5."""

import unicodedata

from django.http import HttpRequest, QueryDict

from . import captcha

WRONG = "验证码不对或已超过 3 分钟。图片已经换新，请照新的四位数字再填一次。"


def typed(data: QueryDict) -> str:
    """The digits as sent; figures typed in full width count too."""
    return unicodedata.normalize("NFKC", data.get("answer", "")).replace(" ", "")


def solved(data: QueryDict) -> bool:
    """Whether the captcha was answered. It is spent by each try; in a transaction that is undone it is given back."""
    return captcha.redeem(_key(data), typed(data))


def picture(request: HttpRequest) -> dict[str, object]:
    """For the page: `key`, `answer`, `kept`. An unspent picture stays with its answer, unless another was asked for (`again`)."""
    key = _key(request.POST)
    kept = bool(key) and "again" not in request.POST and captcha.digits_of(key) is not None
    return {
        "key": key if kept else captcha.new_key(),
        "answer": request.POST.get("answer", "")[:8] if kept else "",
        "kept": kept,
    }


def _key(data: QueryDict) -> str:
    return data.get("key", "").replace("\0", "")[:40]
