"""政策文件、通知公告、信用知识 as pages and as Atom feeds: /columns/policy/, /columns/notice/, /documents/{public_id}/. Source: G4."""

import uuid
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from articles.markup import opening
from articles.models import Article, Paper, Version
from credit_platform.declaring import Scope, get_only, open_to_all
from credit_platform.downloads import download

from . import asked, documents
from .atom import begin_of, begun, ended
from .documents import Chosen
from .places import text_of
from .visits import limited

PER_PAGE, PER_FEED, SUMMARY = 20, 50, 120
KINDS = dict(Article.Kind.choices)
# Kind → name of the column's address.
COLUMN = {"policy": "policies", "notice": "announcements", "knowledge": "knowledge"}
# What the documents of policy can be narrowed by besides.
KNOWN = {"type": tuple(Version.DocumentType.values), "validity": tuple(dict(documents.VALIDITIES))}


@open_to_all()
@get_only
@limited("columns")
def listing(request: HttpRequest, of: str) -> HttpResponse:
    """One column, as it is narrowed and sorted."""
    today = timezone.localdate()
    chosen, sent, fault = _chosen(request, of)
    place, unread = asked.place_asked(request)
    rows = documents.rows(of, today, chosen, place, PER_PAGE + 1)
    link = {name: value for name, value in sent.items() if value}
    last = rows[PER_PAGE - 1] if len(rows) > PER_PAGE else None
    known = {
        "title": KINDS[of], "of": of, "rows": rows[:PER_PAGE], "sent": sent, "fault": fault + unread, "asked": any(sent.values()),
        "places": asked.places(today), "types": documents.TYPES if of == Article.Kind.POLICY else (),
        "validities": documents.VALIDITIES,
        "started": place is not None, "link": urlencode(link), "feed": reverse(f"publicity:{COLUMN[of]}_feed"),
        "next": urlencode(link | {"after": text_of(last.public_from, last.id)}) if last and last.public_from and last.id else "",
    }  # fmt: skip
    return _fresh(render(request, "publicity/documents.html", known))


@open_to_all()
@get_only
@limited("columns")
def feed(request: HttpRequest, of: str) -> HttpResponse:
    """The latest of a column as Atom. What left is not in it."""
    today = timezone.localdate()
    atom = begun(request, KINDS[of], reverse(f"publicity:{COLUMN[of]}"))
    for row in documents.rows(of, today, Chosen(), None, PER_FEED):
        day = begin_of(row.public_from or today)
        atom.add_item(
            title=row.title, link=request.build_absolute_uri(reverse("publicity:article", args=[row.id])),
            unique_id=row.id.urn if row.id else "", pubdate=day, updateddate=day, description=f"{row.issuer}，{row.public_from}",
        )  # fmt: skip
    return ended(atom)


@open_to_all(of=Scope.PUBLIC)
@get_only
@limited("columns")
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One article; 410 where it was public and is not now, saying no word of what it was."""
    today = timezone.localdate()
    found = documents.one(public_id, today)
    if found is None:
        gone = get_object_or_404(Article.objects.once_public().select_related("department"), public_id=public_id)
        return _fresh(render(request, "publicity/document_gone.html", {"department": gone.department}, status=410))
    public = Article.objects.public(today)
    known = {
        "doc": found,
        "column": reverse(f"publicity:{COLUMN[found.kind]}"),
        "papers": Paper.objects.public(today).filter(article__public_id=public_id),
        "newer": public.filter(version__replaces__public_id=public_id).values("public_id", "version__title"),
        "older": public.filter(pk__in=public.filter(public_id=public_id).values("version__replaces")).values(
            "public_id", "version__title"
        ),
        "summary": opening("\n\n".join("\n".join(block.lines) for block in found.body), SUMMARY),
    }
    return _fresh(render(request, "publicity/document.html", known))


@open_to_all(of=Scope.PUBLIC)
@get_only
@limited("columns")
def paper(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """附件 of a public article, as a download."""
    found = get_object_or_404(Paper.objects.public(timezone.localdate()), public_id=public_id)
    return download(found.path, found.title)


def _chosen(request: HttpRequest, of: str) -> tuple[Chosen, dict[str, str], str]:
    """What is asked, as the form shows it again, and what of it cannot be read; that asks nothing."""
    common, sent, fault = asked.chosen_of(request)
    policy = of == Article.Kind.POLICY
    # A column of documents has no due day, one of notices neither type nor validity.
    narrowed, faults = {"type": "", "validity": ""}, [fault, asked.unknown(sent["late"], ())]
    for name, known in (KNOWN if policy else dict.fromkeys(KNOWN, ())).items():
        value = request.GET.get(name, "")[:100]
        faults.append(asked.unknown(value, known))
        narrowed[name] = value if value in known else ""
    chosen = Chosen(
        common.department, common.since, common.until, common.oldest_first, own=common.own,
        document_type=narrowed["type"], validity=narrowed["validity"],
    )  # fmt: skip
    return chosen, sent | narrowed | {"late": ""}, "".join(faults)


def _fresh(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, no_cache=True)  # what was taken off is gone at the next look
    return response
