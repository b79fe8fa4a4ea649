"""Letters: numbered, in the pack's form, typeset once and the same bytes ever after; who may take them away. Source: D3."""

import hashlib
import io
import json
import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import AccessLog, Department, Officer
from blacklists import deciding, leaving, withdrawing
from blacklists.issuing import next_serial, office_of
from blacklists.models import Letter
from blacklists.printing import SOURCE, pdf_of
from blacklists.procedure import letter_form
from credit_platform.commands import Refused
from credit_platform.keeping import fetch
from credit_platform.locks import Lock
from credit_platform.typesetting import NotTypeset, pdf
from rules.jurisdiction_packs import names, read_pack
from rules.letter_rules import PLACES, fill, letter_fault
from tests import factories
from tests.blacklists.walking import (
    SCAN,
    START,
    again,
    by,
    day,
    delivered,
    honoured,
    lists_of_long_ago,
    noticed,
    penalty,
    published,
    reviewed,
    told_of_withdrawal,
    withdrawn,
)
from tests.records import making
from workbench.rule_words import spoken

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    lists_of_long_ago()
    return making.staff()


def read(letter: Letter) -> list[str]:
    """Text of each page, without the breaks of lines."""
    pages = PdfReader(io.BytesIO(pdf_of(letter))).pages
    return ["".join(page.extract_text().split()) for page in pages]


def left(people):
    entry = published(people)
    asked = leaving.propose(
        entry,
        exit="revoked",
        reason="列入决定经行政复议撤销",
        happened_on=day(20),
        proof=SCAN,
        **by(people.clerk, day(20)),
    )
    leaving.decide(asked, agree=True, **by(people.reviewer, day(20)))
    return again(entry)


def dropped(people):
    entry = delivered(people)
    deciding.drop(entry, reason="经核实事实不成立", **by(people.reviewer, day(3)))
    return again(entry)


def untitled(people):
    made = honoured(people)
    withdrawn(people, made, day(30))
    return again(made)


def titled_still(people):
    made = honoured(people)
    told_of_withdrawal(people, made, day(30))
    withdrawing.decide_withdrawal(made, agree=False, reason="经核实不属实", **by(people.approver, day(31)))
    return again(made)


MAKERS = {
    "notice": noticed, "decision": published, "drop": dropped, "removal": left, "red": honoured, "red_notice": untitled,
    "red_off": untitled, "red_kept": titled_still,
}  # fmt: skip


@pytest.mark.parametrize("kind", MAKERS)
def test_each_kind_says_number_addressee_and_every_heading(people, kind):
    letter = MAKERS[kind](people).letters.get(kind=kind)
    whole = "".join(read(letter))
    layout = letter.layout
    for words in (letter.number, layout["to"], layout["code"], layout["title"], layout["head"], *layout["paragraphs"]):
        assert "".join(words.split()) in whole
    for number, (heading, words) in zip("一二三四五六七八九", layout["parts"], strict=False):
        assert f"{number}、{heading}" in whole
        assert words.split()[0][:20] in whole
    assert f"{letter.made_on.year}年{letter.made_on.month}月{letter.made_on.day}日" in whole
    assert "—1—" in whole
    assert "{" not in whole
    assert ("送达回证" in whole) is (kind in ("notice", "decision", "red_notice", "red_off"))


def test_the_receipt_is_one_page_at_the_end(people):
    pages = read(published(people).letters.get(kind="decision"))
    assert "送达回证" in pages[-1]
    assert "代收人签名" in pages[-1]
    assert "原件附卷" in pages[-1]
    assert not any("送达回证" in page for page in pages[:-1])


def test_rights_are_set_off(people):
    entry = published(people)
    assert entry.letters.get(kind="notice").content["rights"] == ["你（单位）的权利"]
    content = entry.letters.get(kind="decision").content
    assert set(content["rights"]) <= {heading for heading, _ in content["parts"]}
    assert "救济途径" in content["rights"]


def test_kept_sealed_with_its_digest_and_never_made_again(people, monkeypatch, settings):
    letter = noticed(people).letters.get()
    first = pdf_of(letter)
    assert hashlib.sha256(first).hexdigest() == letter.pdf_sha256
    assert not (settings.MEDIA_ROOT / letter.pdf_path).read_bytes().startswith(b"%PDF")
    monkeypatch.setattr("blacklists.printing.pdf", lambda *a, **k: pytest.fail("made a second time"))
    people.body.name = "改了名的部门"
    people.body.save()
    assert pdf_of(again(letter)) == first == fetch(letter.pdf_path)


def test_a_letter_of_before_is_printed_when_first_asked_for(people):
    letter = noticed(people).letters.get()
    plain = {name: letter.content[name] for name in ("to", "paragraphs", "parts")}
    Letter.objects.filter(pk=letter.pk).update(pdf_path="", pdf_sha256="", content=plain)
    whole = "".join(read(again(letter)))
    assert "拟列入告知书" in whole
    assert people.body.name in whole
    letter = again(letter)
    assert letter.pdf_sha256
    assert pdf_of(letter) == pdf_of(letter)


def test_a_name_injects_no_markup(people):
    name = '虚构市#read("/etc/passwd")*甲*$x$\\ @乙 // 有限公司{部门}'
    letter = noticed(people, record=penalty(people, factories.subject(name, public=False))).letters.get()
    assert "".join(name.split()) in "".join(read(letter))


def test_a_character_without_glyph_stops_nothing_and_is_said(people):
    subject = factories.subject("虚构市𠮷祥㐀𰻞业有限公司", public=False)
    letter = noticed(people, record=penalty(people, subject)).letters.get()
    assert letter.undrawn == "𠮷"
    assert "祥㐀𰻞业有限公司" in "".join(read(letter))
    page = enter(people.clerk).get(reverse("lists:letter", args=[letter.public_id])).content.decode()
    assert "手工填写" in page
    assert "<b>𠮷</b>" in page
    other = noticed(people).letters.get()
    assert "手工填写" not in enter(people.clerk).get(reverse("lists:letter", args=[other.public_id])).content.decode()


def test_long_texts_run_over_several_pages(people):
    entry = noticed(people, reasons="伪造检验报告，情节严重。" * 80, basis="《虚构市信用条例》第三十条；" * 30)
    pages = read(entry.letters.get())
    assert len(pages) > 4
    assert "—4—" in "".join(pages)
    running = "".join(re.sub(r"—\d+—", "", page) for page in pages)  # page numbers stand between the lines
    assert running.count("伪造检验报告") == 80


@pytest.mark.parametrize("closing", ["", "特此告知。"])
def test_the_signature_never_stands_on_a_page_alone(people, closing):
    layout = noticed(people).letters.get().layout | {"receipt": False, "closing": closing}
    for lines in range(1, 27):
        parts = [["事由", "\n".join(["情节严重。"] * lines)], ["你（单位）的权利", "有权陈述申辩。"]]
        data = pdf(SOURCE, layout | {"parts": parts}, on=START)
        pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]
        assert "印章" in pages[-1]
        assert (closing or "有权陈述申辩") in pages[-1], lines


def test_a_fault_of_typesetting_stops_no_letter(people, monkeypatch):
    def broken(*args, **kwargs):
        raise NotTypeset("broken")

    monkeypatch.setattr("blacklists.printing.pdf", broken)
    letter = noticed(people).letters.get()
    assert (letter.pdf_path, letter.pdf_sha256) == ("", "")
    answer = enter(people.clerk).get(reverse("lists:letter_pdf", args=[letter.public_id]), follow=True)
    assert "没能生成" in answer.content.decode()
    monkeypatch.undo()
    assert enter(people.clerk).get(reverse("lists:letter_pdf", args=[letter.public_id])).content.startswith(b"%PDF")


# --- taking it away ----------------------------------------------------------------------------------------------------


def enter(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_download_is_an_attachment_and_a_look(people):
    letter = noticed(people).letters.get()
    answer = enter(people.reviewer).get(reverse("lists:letter_pdf", args=[letter.public_id]))
    assert answer.content == pdf_of(letter)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert AccessLog.objects.filter(what="下载文书", object_id=letter.public_id).count() == 1


def test_other_departments_and_strangers_get_nothing(people):
    letter = noticed(people).letters.get()
    here = reverse("lists:letter_pdf", args=[letter.public_id])
    beside = factories.officer("clerk", department=factories.department("虚构市别处"))
    assert enter(beside).get(here).status_code == 404
    assert Client().get(here).status_code == 302
    assert enter(people.auditor).get(here).status_code == 200


# --- the pack's form ---------------------------------------------------------------------------------------------------


def test_the_office_issues_where_the_pack_says_so(people, settings):
    settings.JURISDICTION = "hua_county"
    first = honoured(people)
    second = honoured(people, title="守合同重信用企业")
    letters = [one.letters.get() for one in (first, second)]
    assert {one.issuer for one in letters} == {people.office.department}
    assert [one.number for one in letters] == ["红名单〔2026〕1号", "红名单〔2026〕2号"]
    assert letters[0].department == people.body, "who sees it is not changed by who issues it"
    assert letters[0].content["head"] == people.office.department.name
    assert "报县政府研究确定，依据虚构市人民政府批复（虚政函〔2026〕9号）" in letters[0].content["paragraphs"][0]
    letters[1].serial = 1
    with pytest.raises(IntegrityError), transaction.atomic():
        letters[1].save()


@pytest.mark.parametrize("name", names())
def test_every_pack_writes_every_letter(people, settings, name):
    settings.JURISDICTION = name
    for kind in PLACES:
        form = letter_form(kind, START)
        assert letter_fault(kind, form.value) == ""
        assert form.clause
    letter = noticed(people).letters.get()
    assert letter.content["head"] == people.body.name


def test_what_the_texts_name_is_said(settings):
    def opening(pack, kind="decision"):
        settings.JURISDICTION = pack
        return letter_form(kind, START).value["opening"]

    assert "领导小组决定" in opening("hua_county")
    assert "市信用办" in opening("yingkou")
    assert "联席会议办公室" in opening("suining_anju")
    assert "县政府研究确定" in opening("hua_county", "red")
    assert opening("bengbu") == opening("national")


GOOD = next(row["value"] for row in read_pack("national").values if row["key"] == "letters.decision")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"issued_by": "court"}, "发文机关"),
        ({"opening": "决定{告知书}"}, "占位“告知书”"),
        ({"opening": "决定{"}, "占位"),
        ({"title": " "}, "没有写：title"),
        ({"head": "长" * 61}, "太长：head"),
        ({"word": "列〔决〕"}, "文号"),
        ({"receipt": "yes"}, "送达回证"),
        ({"closing": 3}, "文字"),
        ({"stamp": "x"}, "恰好有"),
    ],
)
def test_a_form_that_cannot_be_is_refused_at_load(change, why):
    assert letter_fault("decision", GOOD) == ""
    assert why in letter_fault("decision", GOOD | change)


def test_what_fills_a_place_is_no_place(people):
    assert fill("{主体}、{部门}、{别的}", {"主体": "{部门}", "部门": "局"}) == "{部门}、局、"


def test_offices_are_found_up_the_tree(people):
    branch = factories.department("虚构市局分局", parent=people.body)
    Department.objects.filter(pk=people.body.pk).update(parent=people.office.department)
    assert office_of(branch) == people.office.department
    assert office_of(factories.department("虚构市无上级单位")).name == "虚构市无上级单位"


def test_the_same_number_is_never_given_twice(people):
    first = noticed(people).letters.get()
    second = noticed(people).letters.get()
    assert (first.serial, second.serial) == (1, 2)
    assert reviewed(people, on=START + timedelta(days=400)).notice_number == "拟列告〔2027〕1号"


def test_departments_share_one_line_of_numbers(people):
    """The number of a decision is public: it must name one letter, whoever issued it."""
    first, second = noticed(people).letters.get(), noticed(making.staff()).letters.get()
    assert first.issuer != second.issuer
    assert [first.number, second.number] == ["拟列告〔2026〕1号", "拟列告〔2026〕2号"]
    assert next_serial("拟列告", 2026) == 3  # as the letters of any house above would ask
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=second.pk).update(serial=1)
    with connection.cursor() as cursor:  # two at once: the second waits for the first
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [Lock.LETTERS])
        assert cursor.fetchone()[0] >= 1


def test_letters_numbered_by_their_issuer_keep_their_numbers(people):
    older = [noticed(people).letters.get(), noticed(making.staff()).letters.get()]
    Letter.objects.update(word="")
    Letter.objects.filter(pk=older[1].pk).update(serial=1, number=older[0].number)  # as it could be before
    Letter.objects.filter(pk=older[0].pk).update(serial=7, number="拟列告〔2026〕7号")
    with connection.cursor() as cursor:  # what the migration does on a full table
        cursor.execute(import_module("blacklists.migrations.0009_one_line_of_letter_numbers").FILL)
    assert noticed(people).letters.get().number == "拟列告〔2026〕8号"
    assert again(older[1]).number == "拟列告〔2026〕1号"


def test_the_form_is_said_in_words_to_the_office():
    said = spoken("letters.decision", GOOD)
    assert said.startswith("标题：列入严重失信主体名单决定书；")
    assert "附送达回证：是" in said
    assert not re.search(r"[a-z]", said)


def test_a_changed_form_can_be_rehearsed(capsys):
    call_command("dry_run_rule", "letters.decision", json.dumps(GOOD | {"word": "虚列决"}), "--json")
    assert json.loads(capsys.readouterr().out)["key"] == "letters.decision"
    with pytest.raises(Refused, match="占位"):
        call_command("dry_run_rule", "letters.decision", json.dumps(GOOD | {"opening": "{乱写}"}), "--json")
