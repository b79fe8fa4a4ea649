import csv
import io
import random
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.acting import actor_of
from accounts.appointing import add_officer, grant_role
from accounts.demo import create_demo_accounts
from accounts.departments import add_department
from accounts.models import Department, Officer, Role
from credit_platform.commands import AnsweringCommand, Refused, rehearsal
from credit_platform.workdays import Calendar
from ledger.acts import command_line, record_act
from ledger.models import Act
from records import intake
from records.clock import publish_due
from records.delivering import add_rule, deliver
from records.gating import let_through
from records.hiding import hide
from records.inventing import (
    OTHERS,
    Body,
    Company,
    code_of,
    companies,
    earlier_workday,
    licence,
    other,
    penalty,
    person_penalty,
)
from records.kinds import KINDS
from records.models import Record, Submission
from records.releasing import hold, release_submission
from records.submitting import receive_file
from rules.calendar import working_calendar
from subjects.models import Subject
from subjects.registering import add_professional, decide, propose
from subjects.renaming import rename

# (name, word of its documents, field, level, parent's place in this list)
DEPARTMENTS = (
    ("云州市信用管理中心", "云信", "", "city", None),
    ("云州市生态环境局", "云环", "", "city", 0),
    ("云州市应急管理局", "云应急", "safety", "city", 0),
    ("云州市青山县信用管理中心", "青信", "", "county", 0),
    ("云州市青山县生态环境分局", "青环", "", "county", 3),
)
BATCHES = 6  # past submissions of a department
CHUNK = 20_000  # rows of one file


class Command(AnsweringCommand):
    help = "Load invented demo data by the ordinary use cases; reproducible by seed. Only in demo and test."
    dated = True

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--subjects", type=int, default=240)
        parser.add_argument("--records", type=int, default=600)
        parser.add_argument("--seed", type=int, default=1)

    def answer(self, *, subjects, records, seed, on, **options):
        if not rehearsal():
            raise Refused("演示数据只能装入演示或测试环境。")
        if Submission.objects.exists():
            raise Refused("库中已有报送数据，不再装入演示数据。")
        return _Demo(subjects, records, seed, on).load()


class _Demo:
    """Departments, officers, and half a year of submissions: most in time, some late, the last ones still waiting."""

    def __init__(self, subjects: int, records: int, seed: int, today: date):
        self.lot, self.today = random.Random(seed), today
        self.calendar: Calendar = working_calendar()
        self.companies: list[Company] = list(companies(subjects, seed))
        self.records, self.number = records, 0

    def load(self) -> dict[str, int]:
        with transaction.atomic():
            self._people()
        share = max(self.records // (len(self.reporting) * BATCHES * 2), 1)
        for batch in reversed(range(BATCHES)):  # the oldest first, as they would have come
            for department, body, clerk, reviewer in self.reporting:
                for kind in ("licence", "penalty"):
                    self._past(department, body, clerk, reviewer, kind, share, batch)
        self._stock(*self.reporting[1])
        for department, body, clerk, _ in self.reporting:
            self._waiting(department, body, clerk)
        self._faulty(*self.reporting[0][:3])
        self._others(*self.reporting[0])
        self._cases(*self.reporting[0])
        return {
            "departments": Department.objects.count(),
            "subjects": Subject.objects.count(),
            "submissions": Submission.objects.count(),
            "records": Record.objects.count(),
            "public": Record.objects.public(self.today).count(),
        }

    def _people(self) -> None:
        by, since = command_line(), self.today - timedelta(days=365)
        made: list[Department] = []
        for number, (name, _, field, level, above) in enumerate(DEPARTMENTS):
            parent = None if above is None else made[above]
            department, _ = add_department(
                name=name, code=code_of("11", number), parent=parent, level=level, field=field, by=by, on=since
            )
            made.append(department)
        officers = create_demo_accounts(made, by, since)
        self.office, self.approver = officers["office"], officers["office_approver"]
        self.reporting: list[tuple[Department, Body, Officer, Officer]] = []
        for place in (1, 2, 4):
            department, word = made[place], DEPARTMENTS[place][1]
            clerk, reviewer = (officers["clerk"], officers["reviewer"]) if place == 1 else self._pair(department, place)
            self.reporting.append((department, Body(department.name, department.code, word), clerk, reviewer))

    def _pair(self, department: Department, place: int) -> tuple[Officer, Officer]:
        by, since = command_line(), self.today - timedelta(days=365)
        made = []
        for role, name in ((Role.CLERK, "钱填报"), (Role.REVIEWER, "孙审核")):
            officer, _ = add_officer(username=f"{role}{place}", name=name, department=department, by=by, on=since)
            grant_role(officer, role, by=by, on=since)
            made.append(officer)
        return made[0], made[1]

    # --- submissions -------------------------------------------------------------------------------------------------

    def _rows(self, kind: str, body: Body, decided: date, count: int) -> list[dict[str, str]]:
        make = licence if kind == "licence" else penalty
        rows: list[dict[str, str]] = []
        drawn: set[str] = set()  # nobody is decided about twice in one batch
        for _ in range(count):
            self.number += 1
            spread = decided - timedelta(days=self.lot.randrange(3))
            company = self.lot.choice(self.companies)
            while company.code in drawn and len(drawn) < len(self.companies) // 2:
                company = self.lot.choice(self.companies)
            drawn.add(company.code)
            rows.append(make(self.lot, company, body, self.number, spread))
        return rows

    def _past(self, department, body, clerk, reviewer, kind, share, batch) -> None:
        """Decided some weeks ago, released within the week, now and then too late."""
        decided = self.today - timedelta(days=20 + 25 * batch + self.lot.randrange(6))
        arrived = self.calendar.add(decided, self.lot.choice((1, 2, 3, 3, 9))).date
        released = self.calendar.add(arrived, 1).date
        for start in range(0, share, CHUNK):
            rows = self._rows(kind, body, decided, min(CHUNK, share - start))
            submission = self._send(
                rows, kind, f"{department.name}{KINDS[kind].title}{decided:%Y%m%d}.csv", clerk, arrived
            )
            if submission.gated:  # a batch that comes nine days later than usual is one
                let_through(
                    submission, officer=self.office, actor=actor_of(self.office, Act.Channel.COMMAND), on=released,
                    reason="已与部门核对：因系统检修集中报送",
                )  # fmt: skip
            actor = actor_of(reviewer, Act.Channel.COMMAND)
            release_submission(submission, reviewer=reviewer, actor=actor, on=released)
        publish_due(min(self.calendar.add(arrived, 8).date, self.today))

    def _waiting(self, department, body, clerk) -> None:
        """What reviewers find on their desks today."""
        decided = earlier_workday(self.calendar, self.today, 4)
        for kind in ("licence", "penalty"):
            rows = self._rows(kind, body, decided, 4)
            self._send(rows, kind, f"{department.name}{KINDS[kind].title}（本周）.csv", clerk, self.today)

    def _stock(self, department, body, clerk, reviewer) -> None:
        """A first load: not counted late."""
        rows = self._rows("licence", body, self.today - timedelta(days=500), 6)
        self._send(
            rows, "licence", f"{department.name}行政许可（存量）.csv", clerk, self.today - timedelta(days=200), True
        )
        submission = Submission.objects.latest("pk")
        actor = actor_of(reviewer, Act.Channel.COMMAND)
        release_submission(submission, reviewer=reviewer, actor=actor, on=self.today - timedelta(days=199))

    def _cases(self, department, body, clerk, reviewer) -> None:
        """One of each that a visitor may want to see: renamed, held, hidden, corrected, a natural person's."""
        decided = earlier_workday(self.calendar, self.today, 3)
        acting: dict[str, Any] = {"actor": actor_of(reviewer, Act.Channel.COMMAND), "on": self.today}
        rows = self._rows("licence", body, decided, 4)
        submission = self._send(rows, "licence", "本周许可（已审核）.csv", clerk, self.today)
        first, second = list(submission.records.order_by("version__row")[:2])
        hold(first, reviewer=reviewer, reason="checking", note="许可内容与申请材料不一致，正在核对", **acting)
        release_submission(submission, reviewer=reviewer, **acting)
        second.refresh_from_db()
        hide(second, officer=reviewer, reason="企业反映名称填写有误，先下线核对", **acting)
        renamed = submission.records.filter(state="released").exclude(pk=second.pk)[0]
        act = record_act("rename", actor_of(reviewer, Act.Channel.COMMAND), self.today, reason="变更登记")
        rename(renamed.subject, renamed.subject.name.replace("云州", "云州新"), act=act, on=self.today)
        last = rows[3] | {"XK_NR": rows[3]["XK_NR"] + "（更正经营范围）"}
        self._send([last], "licence", "许可更正.csv", clerk, self.today)
        person = person_penalty(self.companies[0], body, self.number + 1, decided)
        self._send([person], "penalty", "自然人处罚.csv", clerk, self.today)

    def _others(self, department, body, clerk, reviewer) -> None:
        """A row of other kinds, released; registrations go on to the department in charge."""
        acting: dict[str, Any] = {"actor": actor_of(self.office, Act.Channel.COMMAND), "on": self.today}
        add_rule(self.reporting[1][0], ["食品", "餐饮"], "", officer=self.office, **acting)
        decided = earlier_workday(self.calendar, self.today, 5)
        punished = set(Record.objects.filter(kind="penalty").values_list("subject__code", flat=True))
        clean = [one for one in self.companies if one.code not in punished]
        for key in OTHERS:
            rows = []
            praised = key in ("honour", "reward", "grade", "confirmation") and len(clean) >= 3
            for company in self.lot.sample(clean if praised else self.companies, 3):
                self.number += 1
                rows.append(other(key, company, body, self.number, decided))
            submission = self._send(rows, key, f"{KINDS[key].title}.csv", clerk, self.today)
            if key != "inspection":  # something waits for the reviewer
                release_submission(
                    submission, reviewer=reviewer, actor=actor_of(reviewer, Act.Channel.COMMAND), on=self.today
                )
        deliver(self.today)
        self._register(acting)

    def _register(self, acting: dict[str, Any]) -> None:
        """信用服务机构: one that is filed, with staff, and one that waits."""
        for number, name in enumerate(("云州明鉴信用评估有限公司", "云州远衡信用咨询有限公司")):
            made = propose(
                name=name, code=code_of("91", 900 + number), number=f"云信备2026-{number + 1}", contact="0000-0000000",
                business="企业信用评级、信用管理咨询", officer=self.office, **acting,
            )  # fmt: skip
            if not number:
                decide(made, "file", officer=self.approver, reason="材料齐全", **acting)
                add_professional(
                    made, name="周某甲", position="评级总监", number="从2026-1", officer=self.office, **acting
                )

    def _faulty(self, department, body, clerk) -> None:
        """A file with the mistakes that people make."""
        rows = self._rows("penalty", body, earlier_workday(self.calendar, self.today, 3), 6)
        rows[1]["CF_XDR_SHXYM"] = rows[1]["CF_XDR_SHXYM"][:-1] + ("1" if rows[1]["CF_XDR_SHXYM"][-1] != "1" else "2")
        rows[2]["CF_WSH"] = "无"
        rows[3]["CF_CFLB"], rows[3]["CF_NR_FK"] = "罚款", ""
        rows[4]["CF_CFLB"], rows[4]["CF_NR_FK"] = "罚款", "50000"
        self._send(rows, "penalty", "本周处罚（有误）.csv", clerk, self.today)

    def _send(
        self, rows: list[dict[str, str]], kind: str, name: str, clerk: Officer, on: date, stock: bool = False
    ) -> Submission:
        out = io.StringIO()
        codes = [column.code for column in KINDS[kind].columns]
        writer = csv.DictWriter(out, codes, restval="")
        writer.writerow({column.code: column.title for column in KINDS[kind].columns})
        writer.writerows(rows)
        actor = actor_of(clerk, Act.Channel.COMMAND)
        submission = receive_file(
            out.getvalue().encode(), name, department=clerk.department, clerk=clerk, actor=actor, on=on, stock=stock
        )
        intake.run(submission.pk, actor=actor)
        submission.refresh_from_db()
        return submission
