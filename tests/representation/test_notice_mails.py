"""Mails that say that something waits: to whom, once, with nothing in them, and never in anybody's way. Source: F1."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from credit_platform import sweeps
from credit_platform.mail_server import REFUSALS, ServerDown
from ledger.models import Act, Event
from ledger.sequencer import sequence
from representation import claiming, mailing, notice_mails, registering
from representation.models import OwedMail
from tests import factories
from tests.blacklists.walking import again
from tests.checks.asking import authorised
from tests.commitments.promising import START
from tests.commitments.promising import accepted as promised
from tests.disputes import walking as disputes
from tests.factories import DAY
from tests.records.making import staff
from tests.representation.making import by_person, by_staff, claimed, coded, enter, filed, number_of, representative
from workbench.my.news import follow, remind_representatives

pytestmark = pytest.mark.django_db
NOW = timezone.now()
BOX = "shop.owner@mail.example"


@pytest.fixture(autouse=True)
def server(settings):
    settings.MAIL_ON, settings.SITE_URL, settings.SITE_NAME = True, "https://credit.example", "虚构市信用平台"
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    Failing.answers = []


class Failing(EmailBackend):
    """A server that answers as told: an exception a mail, then nothing."""

    answers: list = []

    def send_messages(self, messages):
        if Failing.answers:
            raise Failing.answers.pop(0)
        return super().send_messages(messages)


def reader(subject=None, people=None, box: str = BOX, **fields):
    """A claim whose representative gets mails."""
    claim = claimed(subject, people, **fields)
    row = claim.representative
    row.sealed_email, row.email_since, row.mail_notices = row.seal_email(box), DAY, True
    row.save()
    return claim


def told(on=DAY) -> list[list[str]]:
    """Boxes that got a mail in this run."""
    mail.outbox.clear()
    sequence()
    follow(on)
    return [one.to for one in mail.outbox]


def later(hours: int = 2) -> None:
    """As if the last mails had been sent so long ago."""
    for row in OwedMail.objects.exclude(sent_at=None):
        OwedMail.objects.filter(pk=row.pk).update(sent_at=row.sent_at - timedelta(hours=hours))


def test_a_letter_reaches_every_representative_of_today_with_nothing_in_it():
    people = staff()
    record = disputes.public_penalty(people)
    subject = record.subject
    mine = reader(subject, people)
    reader(subject, people, "second@mail.example")
    reader(subject, people, "gone@mail.example", state="ended", ended_on=DAY, answer="不再任职")
    reader(subject, people, "over@mail.example", until=DAY, on=DAY - timedelta(days=9))
    reader(None, people, "stranger@mail.example")
    quiet = reader(subject, people, "quiet@mail.example").representative
    notice_mails.switch(quiet, False, **_who(quiet))
    assert told() == [], "what was before the first run is told to nobody"
    case = disputes.objection(subject, record, people)
    disputes.decided(case, people, "keep")
    tomorrow = DAY + timedelta(days=1)
    assert sorted(told(tomorrow)) == [["second@mail.example"], [BOX]]
    said = str(mail.outbox[0].message()) + mail.outbox[0].body + mail.outbox[0].subject
    person = mine.representative
    letter = case.letters.get()
    for private in (
        subject.name,
        subject.code,
        person.name,
        person.username,
        case.number,
        letter.number,
        record.department.name,
    ):
        assert private not in said
    assert str(letter.public_id) not in said
    assert "不是送达" in said
    assert [line for line in mail.outbox[0].body.splitlines() if "http" in line] == ["https://credit.example/my/log-in"]
    assert told(tomorrow) == [], "once"


def _who(row) -> dict:
    return {"actor": by_person(row)["actor"], "on": DAY}


def test_letters_of_a_run_are_one_mail_and_a_flood_is_one_an_hour():
    person = reader().representative
    subject = person.claims.get().subject_id
    for key in ("letter:a", "letter:b", "letter:c"):
        notice_mails.owe([(subject, key), (subject, "letter:a")], on=DAY)
    assert notice_mails.drain(NOW) == 1
    assert not OwedMail.objects.waiting().exists()
    notice_mails.owe([(subject, "letter:a"), (subject, "letter:d")], on=DAY)
    assert notice_mails.drain(NOW + timedelta(minutes=59)) == 0
    notice_mails.owe([(subject, "letter:e")], on=DAY)
    assert notice_mails.drain(NOW + timedelta(minutes=59)) == 0
    assert notice_mails.drain(NOW + timedelta(minutes=61)) == 1
    assert (len(mail.outbox), OwedMail.objects.exclude(sent_at=None).count()) == (2, 5)


def test_what_concerns_a_merged_subject_reaches_who_acts_for_the_whole():
    old, whole = coded(), coded()
    claim = reader(old)
    old.merged_into = whole
    old.save()
    assert notice_mails.owe([(whole.pk, "letter:a")], on=DAY) == 1
    assert OwedMail.objects.get().representative == claim.representative


def test_another_representative_and_a_bodys_authorisation_are_told_and_days_that_come(settings):
    settings.JURISDICTION = "yingkou"
    people = staff()
    subject, number = coded(), number_of()
    reader(subject, people, on=START)
    assert told() == []
    second = claiming.file_claim(
        acts_as="authorised", code=subject.code, name=subject.name, office=people.office.department,
        letter=("委托书.pdf", b"%PDF-1.4 x"), licence=("执照.pdf", b"%PDF-1.4 x"), **by_person(representative(number=number)),
    )  # fmt: skip
    claiming.check(second, id_number=number, **by_staff(people.office))
    claiming.approve(again(second), **by_staff(people.approver))
    assert told() == [[BOX]]
    later()
    bank = factories.department(parent=people.office.department)
    authorised(people, factories.officer("outside", department=bank), subject, on=DAY)
    assert told() == [[BOX]]
    case = promised(staff(), subject=subject)
    assert remind_representatives(case.promised_by - timedelta(days=10)) == 0
    assert remind_representatives(case.promised_by) == 1
    assert remind_representatives(case.promised_by) == 0, "once"


def test_whoever_filed_a_claim_is_told_that_it_was_refused_or_ended_and_nobody_else():
    people = staff()
    subject = coded()
    fellow = reader(subject, people, "fellow@mail.example")
    told()
    newcomer = representative()
    newcomer.sealed_email, newcomer.email_since, newcomer.mail_notices = newcomer.seal_email(BOX), DAY, True
    newcomer.save()
    claim = filed(people, newcomer, code=subject.code)
    claiming.refuse(claim, reason="委托书没有盖章", **by_staff(people.office))
    assert told() == [[BOX]]
    said = mail.outbox[0].body + mail.outbox[0].subject
    for private in (claim.subject_name, subject.name, subject.code, newcomer.name, "盖章", "认领"):
        assert private not in said
    assert told() == [], "once"
    later()
    claiming.end(fellow, reason="公司来函", **by_staff(people.office))
    assert told() == [["fellow@mail.example"]]
    later()
    other, one = reader(subject, people, "other@mail.example"), reader(subject, people, "one@mail.example")
    told()
    later()
    claiming.remove(other, reason="已离职", **by_person(one.representative))
    assert told() == [["other@mail.example"]]
    later()
    claiming.withdraw(filed(people, newcomer), **by_person(newcomer))
    assert told() == [], "what one did oneself"


def test_a_server_that_is_away_delays_and_an_address_that_is_refused_holds_nobody_up():
    first, second = reader(), reader(None, None, "other@mail.example")
    notice_mails.owe([(first.subject_id, "letter:a")], on=DAY)
    Failing.answers = [ConnectionRefusedError(111, "refused")]
    with pytest.raises(ServerDown, match="1条提醒稍后自动重发"):
        notice_mails.drain(NOW)
    assert notice_mails.drain(NOW + timedelta(seconds=30)) == 0
    assert notice_mails.drain(NOW + timedelta(minutes=1)) == 1
    notice_mails.owe([(first.subject_id, "letter:b"), (second.subject_id, "letter:b")], on=DAY)
    when = NOW + timedelta(hours=3)
    Failing.answers = [smtplib.SMTPRecipientsRefused({BOX: (550, b"no such user")})]
    assert notice_mails.drain(when) == 1
    assert mail.outbox[-1].to == ["other@mail.example"]
    for attempt in range(1, REFUSALS):
        Failing.answers = [smtplib.SMTPRecipientsRefused({BOX: (550, b"no such user")})]
        assert notice_mails.drain(when + timedelta(hours=attempt)) == 0
    given_up = OwedMail.objects.get(representative=first.representative, key="letter:b")
    assert (given_up.attempts, given_up.sent_at, given_up.error) == (REFUSALS, None, "SMTPRecipientsRefused")
    assert notice_mails.drain(when + timedelta(days=1)) == 0


def test_without_a_server_or_an_address_nothing_is_kept(settings):
    claim = reader()
    claimed(claim.subject)  # has no address
    settings.MAIL_ON = False
    assert notice_mails.owe([(claim.subject_id, "letter:a")], on=DAY) == 0
    assert sweeps.SWEEPS["news"](DAY) == 0
    settings.MAIL_ON = True
    assert notice_mails.owe([(claim.subject_id, "letter:a")], on=DAY) == 1
    notice_mails.switch(claim.representative, False, **_who(claim.representative))
    assert (notice_mails.drain(NOW), OwedMail.objects.waiting().count()) == (0, 0), "switched off meanwhile"


def test_the_old_address_is_told_that_it_was_given_up():
    row = reader().representative
    mailing.confirm(row, _token(row, "new@mail.example"), now=NOW, **_who(row))
    assert notice_mails.drain(NOW) == 1
    assert mail.outbox[-1].to == [BOX]
    assert "已经更换或者停用" in mail.outbox[-1].body
    assert "new@mail.example" not in mail.outbox[-1].body
    assert OwedMail.objects.get().sealed_email == "", "not kept longer than needed"
    mailing.confirm(again(row), _token(row, "new@mail.example"), now=NOW, **_who(row))
    assert notice_mails.drain(NOW) == 0, "the same address again"
    office = factories.officer("office")
    registering.close(again(row), actor=by_staff(office)["actor"], on=DAY, reason="本人到窗口办理", officer=office)
    assert notice_mails.drain(NOW) == 1
    assert mail.outbox[-1].to == ["new@mail.example"]


def _token(row, box: str) -> str:
    link = mailing.ask_to_confirm(row, box, now=NOW)
    mailing.send(link.pk, now=NOW)
    return mail.outbox.pop().body.split("link=")[1].split()[0]


def test_the_first_address_turns_them_on_and_the_page_turns_them_off():
    row = representative()
    client = enter(row)
    page = client.get("/my/account/mail").content.decode()
    assert "提醒邮件只说“请登录查看”" in page
    client.post("/my/account/mail", {"link": _token(row, BOX), "confirm": "1"})
    assert again(row).mail_notices
    assert "关闭邮件提醒" in client.get("/my/account/mail").content.decode()
    client.post("/my/account/mail", {"notices": "off"})
    assert not again(row).mail_notices
    assert Event.objects.filter(object_id=row.public_id).last().move == "turn_off_subject_mails"
    client.post("/my/account/mail", {"link": _token(row, "new@mail.example"), "confirm": "1"})
    assert not again(row).mail_notices, "another address does not turn them on again"
    client.post("/my/account/mail", {"notices": "on"})
    assert again(row).mail_notices
    assert BOX not in repr(list(Act.objects.values())) + repr(list(OwedMail.objects.values()))
