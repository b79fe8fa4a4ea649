"""Seeding (放飞): stories by the ordinary use cases, until all canaries have flown into everything that may store them."""

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core import mail
from django.utils import timezone

from accounts.acting import actor_of
from accounts.applying import Wanted, apply_for_accounts
from accounts.demo import DEMO_PASSWORD
from accounts.liaising import name_liaison
from accounts.models import Department
from dishonesty_reports.filing import Reporter, file_report
from dishonesty_reports.handling import forward
from ledger.models import Act
from records import intake
from records.gating import let_through
from records.inventing import Body, Company, code_of, licence, penalty
from records.kinds import KINDS
from records.models import Record, Submission
from records.releasing import release_submission
from records.submitting import receive_file
from records.tasks import start_intake
from representation import claiming, mailing
from representation.acting import STRANGER
from representation.acting import actor_of as themselves
from representation.models import Claim, Representative
from representation.registering import register
from subjects.people import identify

from . import seeding_rights
from .signing import by, by_person
from .staffing import Staff
from .values import Brood, Kind

SCAN = ("材料.pdf", b"%PDF-1.4 scan")
BEFORE = 130  # days before today that the decisions were made: what asks for some months of patience may be asked for


@dataclass
class Flown:
    """What was seeded that a visit begins from."""

    accounts: dict[str, Claim] = field(default_factory=dict)  # log-in name → the claim that lets them act


class Seeding:
    """One run. `story` is told again with other people until the brood is full."""

    def __init__(self, brood: Brood, staff: Staff, on: date) -> None:
        self.brood, self.staff, self.on = brood, staff, on
        self.flown, self.lot, self.count = Flown(), random.Random(7), 0
        self.body = Body(staff.body.name, staff.body.code, "翎")

    def run(self) -> Flown:
        for number, officer in enumerate((self.staff.clerk, self.staff.reviewer)):
            name_liaison(
                deputy=bool(number), name=self.brood.of(Kind.LIAISON), position="科员",
                phone=self.brood.of(Kind.OFFICE_PHONE), **by(officer, self.on),
            )  # fmt: skip
        while not self.brood.full:
            self.story()
        return self.flown

    def story(self) -> None:
        """A person and a company on record, those who act for them, a stranger at the counter, an application, what was refused."""
        self.count += 1
        company = self._company()
        person, number = self.brood.of(Kind.PERSON, f"canary-p{self.count}"), self._id(f"canary-p{self.count}")
        record, own = self._on_record(company, person, number)
        key_person = record.subject.key_people.get()
        office = actor_of(self.staff.office, Act.Channel.PAGE)
        identify(key_person, "id_card", self._id(), actor=office, on=self.on, reason="对照登记档案核实")
        self._refused(company)
        self._waiting(company)
        claim, theirs = self._represented(company), self._own_file(person, number)
        self._at_the_counter()
        self._applied_for()
        seeding_rights.repair(record, claim, self.staff, self.on)
        self._reported(company)
        seeding_rights.object_to(own, theirs, self.staff, self.on)

    # --- records -----------------------------------------------------------------------------------------------------

    def _company(self) -> Company:
        name = f"翎羽第{self.count}商贸有限公司"
        return Company(name, code_of("91", 990_000 + self.count), self.brood.of(Kind.LEGAL_REPRESENTATIVE), 0)

    def _on_record(self, company: Company, person: str, number: str) -> tuple[Record, Record]:
        """The company's public penalty and the person's."""
        then = self.on - timedelta(days=BEFORE)
        rows = [self._penalty(company, then), self._of_person(person, number, then)]
        submission = self._sent("penalty", rows, then + timedelta(days=2))
        self._released(submission, then + timedelta(days=3))
        permits = self._sent(
            "licence", [licence(self.lot, company, self.body, self.count, then)], then + timedelta(days=2)
        )
        self._released(permits, then + timedelta(days=3))
        made = submission.records.select_related("subject", "department", "version")
        return made.get(subject__kind="organisation"), made.get(subject__kind="person")

    def _penalty(self, company: Company, decided: date) -> dict[str, str]:
        """A small fine, so that nothing about it is grave."""
        row = penalty(self.lot, company, self.body, self.count * 10 + self.lot.randrange(10), decided)
        fine = {"CF_CFLB": "罚款", "CF_NR": "处以罚款0.5万元。", "CF_NR_FK": "0.5"}
        return {code: cell for code, cell in row.items() if code not in ("CF_NR_WFFF", "CF_NR_ZKDX")} | fine

    def _of_person(self, name: str, number: str, decided: date, **cells: str) -> dict[str, str]:
        row = self._penalty(Company(name, "", "", 0), decided)
        row = {code: cell for code, cell in row.items() if code not in ("CF_XDR_SHXYM", "CF_FRDB")}
        told = {"CF_XDR_LB": "自然人", "CF_XDR_ZJLX": "身份证", "CF_XDR_ZJHM": number}
        return row | told | {"CF_WSH": f"翎罚〔{decided.year}〕人{self.count}-{self.lot.randrange(10**6)}号"} | cells

    def _refused(self, company: Company) -> None:
        """A number in a public text, a mistyped one beside a name: rows that go back to the clerk."""
        within = self._of_person(self.brood.of(Kind.PERSON), self._id(), self.on, CF_SY=f"当事人身份证号{self._id()}。")
        broken = self._of_person(self.brood.of(Kind.PERSON), "1" + self._id()[1:], self.on)
        self._sent("penalty", [within, broken], self.on)

    def _waiting(self, company: Company) -> None:
        """Sent today, not released yet."""
        self._sent("penalty", [self._of_person(self.brood.of(Kind.PERSON), self._id(), self.on)], self.on)

    def _sent(self, kind: str, rows: list[dict[str, str]], on: date) -> Submission:
        columns = [column.code for column in KINDS[kind].columns]
        text = io.StringIO(newline="")
        out = csv.DictWriter(text, columns)
        out.writerow({column.code: column.title for column in KINDS[kind].columns})
        out.writerows(rows)
        staff = self.staff
        submission = receive_file(
            text.getvalue().encode(), "数据.csv", department=staff.body, clerk=staff.clerk,
            actor=actor_of(staff.clerk, Act.Channel.PAGE), on=on,
        )  # fmt: skip
        start_intake(submission)
        intake.run(submission.pk)
        submission.refresh_from_db()
        return submission

    def _released(self, submission: Submission, on: date) -> None:
        if submission.odd:
            let_through(submission, **by(self.staff.office, on), reason="与原件核对无误")
        reviewer = self.staff.reviewer
        release_submission(submission, reviewer=reviewer, actor=actor_of(reviewer, Act.Channel.PAGE), on=on)

    # --- accounts ----------------------------------------------------------------------------------------------------

    def _id(self, owner: str = "") -> str:
        return self.brood.of(Kind.ID_NUMBER, owner)

    def _represented(self, company: Company) -> Claim:
        """Who acts for the company, let in by two of the office; a colleague whose claim still waits."""
        username = f"canary-r{self.count}"
        number = self._id(username)
        row = self._account(username, self.brood.of(Kind.REPRESENTATIVE, username), number)
        claim = self._decided(self._claim(row, company), number)
        other = f"canary-w{self.count}"
        self._claim(self._account(other, self.brood.of(Kind.REPRESENTATIVE, other), self._id(other)), company)
        return claim

    def _own_file(self, name: str, number: str) -> Claim:
        row = self._account(f"canary-p{self.count}", name, number)
        claim = claiming.file_own(office=self.staff.office.department, **by_person(row, self.on))
        return self._decided(claim, number)

    def _at_the_counter(self) -> None:
        username = f"canary-c{self.count}"
        register(
            username=username, password=DEMO_PASSWORD, name=self.brood.of(Kind.REPRESENTATIVE, username),
            id_number=self._id(username), mobile=self.brood.of(Kind.MOBILE, username), **by(self.staff.office, self.on),
        )  # fmt: skip

    def _account(self, username: str, name: str, number: str) -> Representative:
        row = register(
            username=username, password=DEMO_PASSWORD, name=name, id_number=number, actor=STRANGER, on=self.on,
            mobile=self.brood.of(Kind.MOBILE, username), address=username,
        )  # fmt: skip
        now = timezone.now()
        mailing.send(mailing.ask_to_confirm(row, self.brood.of(Kind.EMAIL, username), now=now).pk, now=now)
        token = mail.outbox[-1].body.split("link=")[1].split()[0]
        mailing.confirm(row, token, actor=themselves(row), now=now, on=self.on)
        return row

    def _claim(self, row: Representative, company: Company) -> Claim:
        return claiming.file_claim(
            acts_as="authorised", code=company.code, name=company.name, office=self.staff.office.department,
            licence=SCAN, letter=SCAN, **by_person(row, self.on),
        )  # fmt: skip

    def _decided(self, claim: Claim, number: str) -> Claim:
        claiming.check(claim, id_number=number, **by(self.staff.office, self.on))
        claiming.approve(claim, **by(self.staff.approver, self.on))
        claim.refresh_from_db()
        self.flown.accounts[claim.representative.username] = claim
        return claim

    def _applied_for(self) -> None:
        office: Department = self.staff.office.department
        person = Wanted(self.brood.of(Kind.APPLICANT), "科员", self.brood.of(Kind.OFFICE_PHONE), "clerk")
        apply_for_accounts(
            office=office, name=f"翎羽市第{self.count}局", code=code_of("11", 980_000 + self.count), persons=[person],
            letter=SCAN, address=f"canary{self.count}", on=self.on,
        )  # fmt: skip

    def _reported(self, company: Company) -> None:
        """A report of dishonesty by somebody who says who they are, passed on to the department."""
        reporter = Reporter(self.brood.of(Kind.REPORTER), self.brood.of(Kind.REPORTER_PHONE), self._id())
        text = "把过了保质期的原料换了标签再用。"
        report, _ = file_report(
            office=self.staff.office.department, accused=company.name, statement=text, reporter=reporter,
            address=f"canary{self.count}", on=self.on,
        )  # fmt: skip
        forward(report, to=self.staff.body, text=text, **by(self.staff.office, self.on))
