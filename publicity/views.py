"""The public pages: home, search behind the captcha, subject, statement. No cookie, no script needed."""

import uuid
from datetime import date
from typing import cast
from urllib.parse import urlencode

from captcha.views import captcha_image as draw
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.models import Officer
from credit_platform import captcha
from credit_platform.captcha_forms import WRONG, solved, typed
from credit_platform.declaring import Scope, get_and_post, get_only, open_to_all
from credit_platform.personal import personal_number_in
from credit_platform.qr import qr_svg
from records.models import RecordKind
from subjects.models import Subject
from subjects.nearly import nearly
from subjects.search import LONGEST_QUERY, QueryRefused, find, fragments_of

from . import context, documents, narrowing, passes, proof, statistics, subject_page, subject_shown
from .kept_pages import kept
from .provenance import with_ways_in
from .results import PER_PAGE, results_page
from .visits import limited

EXPIRED = "这次查询已超过 10 分钟，请再填一次验证码，查询内容已为您保留。"
NO_ANSWER = "请填写验证码：图片上的四位数字；也可以听读音。"
NO_QUERY = "请填写要查的名称或统一社会信用代码。"
KINDS = tuple(kind.value for kind in RecordKind)
FIRST_PAGES = dict.fromkeys(KINDS, 1)
PERSONAL = "自然人信息不对外查询，请勿输入身份证号、手机号或银行卡号。查企业请输入名称或统一社会信用代码。"


@open_to_all()
@get_only
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """首页: one search box, then what was published lately. Source: G1, G4."""
    today = timezone.localdate()
    figures = statistics.recent(today)
    counted_at = statistics.as_of(figures) if figures else None
    return _ask(request, "publicity/home.html", statistics=figures, counted_at=counted_at, news=documents.latest(today))


def _ask(request: HttpRequest, template: str, *, query: str = "", problem: str = "", **more) -> HttpResponse:
    """A page with the search form and a fresh captcha, keeping what was typed."""
    doors = {"key": captcha.new_key(), "challenge": proof.new_challenge(), "bits": proof.BITS}
    return render(request, template, {"query": query, "problem": problem, **doors, **more})


@open_to_all()
# Exempt: the form carries no session, changes nothing of anybody's, and a stranger's page that posts here would need an
# unspent captcha answered by a person, for nothing but a search. So no cookie is set on any public page.
@csrf_exempt
@get_and_post
@limited("search")
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """查询: POST trades an answer for a pass, GET shows the results to whoever holds the pass. Source: G1, G5, design §8."""
    return _trade(request) if request.method == "POST" else _results(request)


def _refuse_personal(request: HttpRequest) -> HttpResponse:
    """Before any redirect and without repeating it: the number of a person belongs in no address, page or log."""
    return _ask(request, "publicity/ask.html", problem=PERSONAL, field="q")


def _query(data: QueryDict) -> str:
    return data.get("q", "").strip()[:LONGEST_QUERY]


def _trade(request: HttpRequest) -> HttpResponse:
    query = _query(request.POST)
    if personal_number_in(query):
        return _refuse_personal(request)
    if "again" in request.POST:  # 换一张: the same page with another picture, also without scripts
        return redirect(f"{reverse('publicity:search')}?{urlencode({'q': query})}#captcha")
    if not query:
        return _ask(request, "publicity/ask.html", problem=NO_QUERY, field="q")
    try:
        fragments_of(query)
    except QueryRefused as reason:  # before the captcha is looked at: its answer still holds
        return _ask(request, "publicity/ask.html", query=query, problem=str(reason), field="q", **_unspent(request))
    if not (proof.redeem(request.POST.get("work", "")) or solved(request.POST)):
        problem = WRONG if typed(request.POST) else NO_ANSWER
        return _ask(request, "publicity/ask.html", query=query, problem=problem, field="answer")
    response = redirect(f"{reverse('publicity:search')}?{urlencode({'q': query, 'pass': passes.issue(query)})}")
    response.status_code = 303
    return response


def _unspent(request: HttpRequest) -> dict[str, str]:
    """The captcha that was sent, with its answer, while it lasts."""
    key = request.POST.get("key", "")
    return {"key": key, "answer": request.POST.get("answer", "")[:8]} if captcha.digits_of(key) else {}


def _results(request: HttpRequest) -> HttpResponse:
    query = _query(request.GET)
    if personal_number_in(query):
        return _refuse_personal(request)
    given = request.GET.get("pass", "")
    if not query or not passes.holds(query, given):
        return _ask(request, "publicity/ask.html", query=query, problem=EXPIRED if given else "", field="answer")
    page = _number(request.GET.get("page"))
    only, fault = narrowing.asked(request.GET, timezone.localdate())
    try:
        found = find(query, limit=PER_PAGE, offset=(page - 1) * PER_PAGE, only=only)
    except QueryRefused as reason:
        return render(request, "publicity/refused.html", {"query": query, "reason": str(reason)})
    if page > 1 and not found.hits:
        raise Http404
    near = () if found.hits else nearly(query, only=only)  # a second step: it costs several searches
    return HttpResponse(results_page(query, found, page, given, only, near, fault))


def _number(text: str | None) -> int:
    """A page number from 1. Raises Http404 for anything else."""
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 6 and int(text)):
        raise Http404
    return int(text)


@open_to_all()
@get_only
@limited("captcha")
@never_cache
def captcha_image(request: HttpRequest, key: str) -> HttpResponse:
    """The picture; 410 once the captcha is spent or late."""
    return draw(request, key, scale=2) if captcha.digits_of(key) else HttpResponse(status=410)


@open_to_all()
@get_only
@limited("captcha")
@never_cache
def captcha_audio(request: HttpRequest, key: str) -> HttpResponse:
    """The same digits spoken. Source: G5."""
    digits = captcha.digits_of(key)
    return HttpResponse(captcha.spoken(digits), content_type="audio/wav") if digits else HttpResponse(status=410)


@open_to_all(of=Scope.PUBLIC)
@get_only
@limited("subject")
def subject(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """信用主体页: open and stable address. What is not public is as unknown as what never was. Source: G3, design §8."""
    today, address = timezone.localdate(), request.build_absolute_uri(request.path)
    asked = request.GET
    pages = {kind: _number(asked.get(kind)) for kind in KINDS} if asked else FIRST_PAGES
    key = (address, today, tuple(pages.values()), context.said())
    body = kept(key, lambda: _subject_page(public_id, pages, today, address))
    officer = _officer(request)
    if officer is not None:
        response = HttpResponse(with_ways_in(body, officer, public_id, today))
        patch_cache_control(response, private=True, no_store=True)
        return response
    response = HttpResponse(body)
    patch_cache_control(response, no_cache=True)  # what was withdrawn must be gone at the next look
    return response


def _officer(request: HttpRequest) -> Officer | None:
    """Who of the staff is logged in; whoever brings no session is not asked for one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return cast(Officer, request.user)


def _subject_page(public_id: uuid.UUID, pages: dict[str, int], today: date, address: str) -> bytes:
    """Raises Http404."""
    found = subject_page.find_subject(public_id)
    if found is None:
        raise Http404
    sections = subject_page.sections(found, today, pages)
    if any(section.page > 1 and not section.cards for section in sections):
        raise Http404
    return subject_shown.shown(found, sections, subject_page.listed(found, today), today, address).encode()


@open_to_all(of=Scope.PUBLIC)
@get_only
@limited("captcha")
def subject_qr(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """二维码 of the page of a subject, for prints. Source: G8."""
    if not Subject.objects.public().filter(public_id=public_id).exists():
        raise Http404
    address = request.build_absolute_uri(reverse("publicity:subject", args=[public_id]))
    response = HttpResponse(qr_svg(address), content_type="image/svg+xml")
    patch_cache_control(response, no_cache=True)
    return response


@open_to_all()
@get_only
def statement(request: HttpRequest) -> HttpResponse:
    """权利与声明."""
    return render(request, "publicity/statement.html")


@open_to_all()
@get_only
def robots(request: HttpRequest) -> HttpResponse:
    """For crawlers: searches are for people, and a record that left the site must not live on in a cache."""
    lines = [
        "User-agent: *",
        "Disallow: /search",
        "Disallow: /captcha/",
        "Disallow: /display/",
        "Disallow: /subject/",
        "Disallow: /report-check/",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
