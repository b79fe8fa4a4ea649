"""Reports in tests: an organisation with something of everything, and what a PDF says."""

import io
from datetime import date

import zxingcpp
from PIL import Image
from pypdf import PdfReader

from blacklists.models import Entry, Ground
from credit_reports.domains import domains
from credit_reports.special import Question
from records.models import Mark
from subjects.models import Subject
from tests import factories
from tests.factories import DAY, ago
from tests.records.making import Staff


def full(people: Staff) -> Subject:
    """On the black list; with licences, penalties, of which one in dispute, an honour; and with what is not public."""
    subject = factories.subject()
    listed(people, subject)
    for _ in range(2):
        factories.record("licence", subject=subject, department=people.body)
    disputed = penalty(people, subject, document_number="虚罚〔2026〕争议号")
    Mark.objects.create(target_id=disputed.public_id, kind="objection", since=DAY, case_id=disputed.public_id)
    penalty(people, subject, document_number="虚罚〔2026〕公开号", seriousness="general", derived="general")
    factories.record("honour", subject=subject, content={"RY_MC": "守合同重信用企业"}, department=people.body)
    hidden = {"public_from": None, "state": "internal"}
    penalty(
        people, subject, document_number="虚罚〔2026〕轻微号", seriousness="minor", internal_reason="minor", **hidden
    )
    penalty(people, subject, document_number="虚罚〔2026〕在审号", state="awaiting", public_from=None)
    penalty(people, subject, document_number="虚罚〔2026〕修复号", state="repaired")
    penalty(people, subject, document_number="虚罚〔2026〕撤销号", state="withdrawn")
    penalty(people, subject, document_number="虚罚〔2026〕期满号", state="ended", public_until=ago(1))
    return subject


def listed(people: Staff, subject: Subject, behaviour: str = "n-field-02") -> Entry:
    """An entry in force, as listing leaves it; its ground is a penalty that is not public any more."""
    entry = Entry.objects.create(
        subject=subject, department=people.body, state="published", behaviour=behaviour,
        behaviour_title="严重破坏市场公平竞争秩序的行为", behaviour_version="全国失信行为清单", field="市场监管", reasons="提交虚假材料",
        basis="《虚构条例》第一条", proposer=people.clerk, proposed_on=ago(60), notice_number="虚告〔2026〕1号",
        notice_delivered_on=ago(58), exit_conditions="期满或者修复", remedies="可以申请复议", decision_number="虚列〔2026〕1号",
        document_number="虚纪〔2026〕1号", approver=people.reviewer, decided_on=ago(40), until=ago(-600), decision_delivered_on=ago(39),
        publisher=people.reviewer, effective_from=ago(38), public_from=ago(38),
    )  # fmt: skip
    ground = penalty(people, subject, state="ended", decided_on=ago(2000), document_number=f"所依据的处罚号{behaviour}")
    Ground.objects.create(entry=entry, record=ground)
    return entry


def penalty(people: Staff, subject: Subject, **fields):
    return factories.record("penalty", subject=subject, **{"department": people.body, **fields})


def question(since: date | None = None, until: date = DAY, **more) -> Question:
    """All domains; a year."""
    return Question(since or ago(365), until, tuple(domains(DAY)), **more)


def text_of(data: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)


def codes_in(picture: bytes) -> list[str]:
    """What the QR codes of a page say to a reader."""
    return [one.text for one in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]
