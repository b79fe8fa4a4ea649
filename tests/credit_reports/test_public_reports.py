"""The report of what is public: in the national order, nothing beyond the allow-lists, readable aloud, found again by its QR. H1."""

import io
import re
import threading

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from credit_platform.commands import Refused as Said
from credit_reports import drawing, gathering, issuing
from credit_reports.models import CreditReport
from credit_reports.national_order import SECTIONS, numbered
from ledger.acts import command_line
from ledger.models import Act
from records.kinds import KINDS
from tests import factories
from tests.credit_reports.reporting import codes_in, full, listed, penalty, question, text_of
from tests.factories import DAY, ago
from tests.publicity.test_allowed import SECRETS, STRANGE

pytestmark = pytest.mark.django_db


def taken(subject, client=None):
    return (client or Client()).post(f"/subject/{subject.public_id}/report")


def test_all_that_is_public_in_the_national_order_and_nothing_else(people):
    company = full(people)
    answer = taken(company)
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    said = text_of(answer.content)
    made = CreditReport.objects.get()
    for words in (
        company.name, company.code, made.number, made.code, "虚罚〔2026〕公开号", "虚罚〔2026〕争议号", "▲异议处理中", "守合同重信用企业",
        "权利告知：认为信息有误", "列入严重失信主体名单是", "列入守信红名单否", "失信程度一般（按规则推定）", "移出条件和程序",
    ):  # fmt: skip
        assert words in said, words
    for number in ("轻微号", "在审号", "修复号", "撤销号", "期满号"):
        assert number not in said
    places = [said.rindex(numbered(place, title)) for place, (title, _) in enumerate(SECTIONS)]
    assert places == sorted(places)
    assert (made.pdf_path, made.subject_name) == ("", company.name), "kept nowhere"
    act = Act.objects.get(what="issue_credit_report")
    assert company.name not in f"{act.reason}{act.actor}"


def test_every_public_kind_stands_in_one_section():
    placed = [kind for _, kinds in SECTIONS for kind in kinds]
    assert sorted(placed) == sorted({key for key, kind in KINDS.items() if kind.public})


@pytest.mark.parametrize("kind", ["licence", "penalty", "debtor"])
def test_no_field_outside_the_list(people, kind):
    content = {f"{KINDS[kind].prefix}_{name}": value for name, value in SECRETS.items()} | STRANGE
    record = factories.record(kind, content=content, department=people.body)
    said = text_of(taken(record.subject).content)
    assert "".join(record.document_number.split()) in said
    for value in content.values():
        assert "".join(value.split()) not in said


def test_it_can_be_read_aloud(people):
    reader = PdfReader(io.BytesIO(taken(full(people)).content))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"].startswith("zh")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert re.search(rb"pdfuaid:part[^0-9]*1", catalogue["/Metadata"].get_object().get_data())
    assert reader.metadata.title == "公共信用信息报告"
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        described = inner.get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described), "embedded"


def test_the_qr_of_the_cover_leads_to_the_check_page(people):
    company = full(people)
    found = gathering.public_sections(company, gathering.same(company), DAY)
    taken(company)
    made = CreditReport.objects.get()
    head = drawing.Head(made.number, made.code, DAY)
    cover = drawing.look(drawing.public_data(company, found, head), DAY)[0]
    (address,) = codes_in(cover)
    assert address.startswith("https://credit.example/report-check/")
    page = Client().get(address.removeprefix("https://credit.example"))
    assert "有效。" in page.content.decode()
    assert company.name in page.content.decode()
    assert "虚罚" not in page.content.decode(), "never more than what is printed on the cover"
    assert "no-store" in page["Cache-Control"]


def test_the_same_number_while_nothing_changed_and_the_same_bytes(people):
    company = full(people)
    first, again = taken(company).content, taken(company).content
    assert first == again
    assert CreditReport.objects.count() == 1
    penalty(people, company)
    assert taken(company).content != first
    assert list(CreditReport.objects.order_by("pk").values_list("serial", flat=True)) == [1, 2]


def test_nobody_gets_one_of_who_is_not_public(people):
    person = factories.subject("丙某", kind="person", public=False)
    factories.record("penalty", subject=person)
    hidden = factories.subject(public=False)
    for one in (person, hidden):
        assert taken(one).status_code == 404
        with pytest.raises(issuing.Refused):
            issuing.for_public(one, actor=issuing.PUBLIC, on=DAY)
    assert not CreditReport.objects.exists()
    assert Client().get(f"/subject/{hidden.public_id}/report").status_code == 302


def test_one_address_may_not_ask_for_ever(people, settings):
    settings.VISITS_PER_MINUTE = 24
    company = factories.record(department=people.body).subject
    assert [taken(company).status_code for _ in range(3)] == [200, 200, 429]


def test_a_character_that_no_font_has_is_named_before_it_is_printed(people):
    company = factories.record(subject=factories.subject("虚构市𠮷祥商店"), department=people.body).subject
    said = text_of(taken(company).content)
    assert "虚构市〔U+20BB7〕祥商店" in said
    assert "用字说明：本报告有1个字打印字库没有，以编码代替：〔U+20BB7〕" in said
    assert CreditReport.objects.get().rare == "𠮷"


def test_pages_for_much_cost_as_many_queries_as_for_little(
    people, django_assert_num_queries, django_assert_max_num_queries
):
    company = full(people)
    ids = gathering.same(company)
    with django_assert_max_num_queries(11) as few:  # five of them read the rules, once a listing is found
        gathering.public_sections(company, ids, DAY)
    for _ in range(8):
        penalty(people, company)
    listed(people, company, behaviour="n-field-03")
    with django_assert_num_queries(len(few)):
        gathering.public_sections(company, ids, DAY)


def test_the_command_writes_what_the_public_gets(people, tmp_path, capsys):
    company = full(people)
    call_command("report", company.code, out=str(tmp_path / "a.pdf"))
    assert "虚罚〔2026〕公开号" in text_of((tmp_path / "a.pdf").read_bytes())
    call_command(
        "report", company.code, out=str(tmp_path / "b.pdf"), special=["2026-01-01", str(DAY), "市场监管"], json=True
    )
    said = text_of((tmp_path / "b.pdf").read_bytes())
    assert "虚罚〔2026〕公开号" in said
    assert "轻微号" not in said
    assert Act.objects.filter(what="issue_credit_report").latest("pk").channel == Act.Channel.COMMAND
    for code, special in (
        ("91210800MA0000000X", None),
        (company.code, ["2026-01-01", str(DAY), "税务"]),
        (company.code, ["x"]),
    ):
        with pytest.raises(Said):
            call_command("report", code, out=str(tmp_path / "c.pdf"), special=special)
    with pytest.raises(issuing.Refused):
        issuing.by_command(company, question(), actor=command_line(), on=DAY)  # of what is not public


def test_of_very_many_the_latest_and_it_says_so(people, monkeypatch):
    monkeypatch.setattr(gathering, "PER_KIND", 2)
    company = factories.subject()
    for days in (3, 1, 2):
        penalty(people, company, decided_on=ago(days), document_number=f"虚罚{days}天前号")
    said = text_of(taken(company).content)
    assert "行政处罚（3条，列出最近2条，其余见网站）" in said
    assert "行政管理3条" in said
    assert ("虚罚1天前号" in said, "虚罚2天前号" in said, "虚罚3天前号" in said) == (True, True, False)
    made = CreditReport.objects.get()
    assert Client().get(f"/report-check/{made.number}-{made.code}/").context["answer"] == "valid"
    penalty(people, company, decided_on=DAY)
    answer = Client().get(f"/report-check/{made.number}-{made.code}/").context["answer"]
    assert answer == "valid", "what a new one pushed out of the print is still there"


def test_another_total_is_another_report_although_the_same_is_printed_one_by_one(people, monkeypatch):
    monkeypatch.setattr(gathering, "PER_KIND", 2)
    company = factories.subject()
    numbers, pages = [], []
    for days in (1, 2, 3, 300):
        penalty(people, company, decided_on=ago(days))
        made, printed = issuing.for_public(company, actor=issuing.PUBLIC, on=DAY)
        numbers.append(made.number)
        pages.append(printed)
    assert len(set(numbers)) == len(set(pages)) == 4


def test_of_very_many_kinds_each_its_latest_in_turn(people, monkeypatch):
    monkeypatch.setattr(gathering, "IN_ALL", 4)
    company = factories.subject()
    for kind, count in (("penalty", 5), ("licence", 1)):
        for _ in range(count):
            factories.record(kind, subject=company, department=people.body)
    found = gathering.public_sections(company, gathering.same(company), DAY)
    told = {group.title: (len(group.items), group.count) for section in found for group in section.groups}
    assert told["行政处罚"] == (3, 5)
    assert told["行政许可"] == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_wide_report_lets_those_of_others_through(people, monkeypatch):
    """One is being drawn; another is asked for, drawn and handed over meanwhile. Were one lock held, this would never end."""
    wide, other = (factories.record(department=people.body).subject for _ in range(2))
    made, draw = [], issuing.draw

    def meanwhile() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'")
        try:
            made.append(issuing.for_public(other, actor=issuing.PUBLIC, on=DAY)[0])
        finally:
            connection.close()

    def drawn(data, on):
        if data["subject"] == wide.name:
            thread = threading.Thread(target=meanwhile)
            thread.start()
            thread.join()
        return draw(data, on)

    monkeypatch.setattr(issuing, "draw", drawn)
    made.append(issuing.for_public(wide, actor=issuing.PUBLIC, on=DAY)[0])
    assert [one.subject_id for one in made] == [other.pk, wide.pk]
    assert {one.serial for one in made} == {1, 2}


def test_a_judgment_debtor_is_not_said_to_be_on_the_list_of_serious_acts(people):
    """The courts' list is the courts' word: a chapter, a line of the cover and an addressee of its own."""
    company = factories.subject()
    factories.record("debtor", subject=company, department=people.body)
    found = gathering.public_sections(company, gathering.same(company), DAY)
    data = drawing.public_data(company, found, drawing.Head("GX", "X", DAY))
    assert dict(data["flags"]) == {
        "列入守信红名单": "否",
        "列入严重失信主体名单": "否",
        "列入失信被执行人名单（法院）": "是",
    }
    counts = {title: count for title, count, _ in data["summary"]["rows"]}
    assert (counts["四、严重失信主体名单"], counts["八、司法判决"]) == ("0 条", "1 条")
    (item,) = [item for one in found for item in one.items if item.key.startswith("record:")]
    assert "执行法院" in item.rights
    assert "修复" not in item.rights
