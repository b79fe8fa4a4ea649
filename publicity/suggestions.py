"""输入提示: names while somebody types, eight at most, each with its code, which tells like names apart. No links, and nothing is
found by a code: what the captcha guards is the search.

They are public names, and asked as seldom as any page that costs work (visits.py). Without scripts nothing is missing. Source: G2.
"""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from credit_platform.declaring import get_only, open_to_all
from credit_platform.personal import personal_number_in
from subjects.search import LONGEST_QUERY, QueryRefused, Why, find

from .visits import limited

SHOWN = 8


@open_to_all()
@get_only
@limited("suggest")
@never_cache
def suggest(request: HttpRequest) -> JsonResponse:
    """{"names": [as written], "codes": [of each]}, best first; none for what cannot be searched, for codes, and for the numbers of persons."""
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    told = {} if personal_number_in(text) else names(text)
    return JsonResponse({"names": list(told), "codes": list(told.values())})


def names(text: str) -> dict[str, str]:
    """Present names, and former ones where it was they that matched, with codes."""
    try:
        hits = find(text, limit=SHOWN).hits
    except QueryRefused:
        return {}
    told: dict[str, str] = {}
    for hit in hits:
        if hit.why != Why.CODE:
            told.setdefault(hit.matched if hit.why == Why.FORMER else hit.name, hit.code)
    return told
