"""The change feed: one cursor, unlimited replay, nothing of what is public no longer but its random id. Source: I3."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import reviewing
from blacklists import leaving
from disputes import deciding
from ledger.acts import record_act
from ledger.models import Position
from ledger.sequencer import sequence
from publicity.opendata import feed
from publicity.opendata.shapes import NAMES
from records import clock, hiding
from records.models import Record
from repairs import deciding as repairing
from repairs.applying import Attached
from subjects import registering
from subjects.renaming import rename
from subjects.search import find
from tests import factories
from tests.articles import articles_here
from tests.blacklists.walking import honoured, published
from tests.disputes.walking import answered, objection, public_penalty
from tests.records import making
from tests.records.making import FRIDAY, acting, id_number
from tests.repairs import mending
from tests.representation.making import by_staff
from tests.sanctions import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


def lines(after=0, on=FRIDAY, events=500):
    sequence()
    return [line for page in feed.until_now(after, on, events) for line in page.lines]


def told(after=0, on=FRIDAY, events=500):
    return {(line["kind"], line["id"]): line["op"] for line in lines(after, on, events)}


def end():
    sequence()
    return Position.objects.latest("seq").seq


def test_a_record_is_told_with_its_subject_and_its_end_by_a_tombstone_alone(people):
    record = public_penalty(people)
    found = {line["kind"]: line for line in lines()}
    assert {line["op"] for line in found.values()} == {"put"}
    assert set(found) == {"record", "subject"}
    assert found["record"]["item"]["public_until"] == record.public_until.isoformat()
    assert found["record"]["item"]["subject"] == found["subject"]["id"]
    assert "可免费申请信用修复" in found["record"]["item"]["rights"]
    position = end()
    hiding.hide(record, officer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="核对")
    tombstone = {"op": "delete", "kind": "record", "id": str(record.public_id)}
    for after in (position, 0):
        said = [line for line in lines(after) if line["kind"] == "record"]
        assert said
        assert all(line | {"position": 0} == tombstone | {"position": 0} for line in said)


def test_every_way_out_is_told(people):
    ways = {
        "hidden": public_penalty(people), "ended": public_penalty(people), "standing": public_penalty(people),
    }  # fmt: skip
    position = end()
    hiding.hide(ways["hidden"], officer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="核对")
    Record.objects.filter(pk=ways["ended"].pk).update(public_until=FRIDAY - timedelta(days=1))
    assert told()["record", str(ways["ended"].public_id)] == "delete"  # by its date, before any clock ran
    clock.end_publication(FRIDAY)
    found = told(position)
    assert {name: found.get(("record", str(one.public_id))) for name, one in ways.items()} == {
        "hidden": "delete", "ended": "delete", "standing": None,
    }  # fmt: skip
    assert found["subject", str(ways["ended"].subject.public_id)] == "delete"


def test_what_was_never_public_is_not_told_at_all(people):
    making.send(people, [making.penalty(people.body), making.person(people.body, id_number(3))])
    assert lines() == []
    making.release(people, Record.objects.filter(subject__kind="person").get().submission)
    record = Record.objects.get(subject__kind="person")
    assert str(record.public_id) not in json.dumps(lines(), ensure_ascii=False)


def test_an_answer_is_bounded_but_for_what_one_event_touches(people, monkeypatch):
    renamed = public_penalty(people).subject
    for _ in range(4):
        factories.record("licence", subject=renamed)
    rename(renamed, "虚构市改名有限公司", act=record_act("rename", acting(people.office), FRIDAY), on=FRIDAY)
    for _ in range(6):
        public_penalty(people)
    whole = told()
    monkeypatch.setattr(feed, "MOST", 4)
    sizes = [len(page.lines) for page in feed.until_now(0, FRIDAY, 500)]
    assert told() == whole
    assert sorted(sizes)[-2] <= 4 < max(sizes) == 6, "the subject and its five records, by one event"


@pytest.mark.parametrize("how", ["hidden", "masked"])
def test_a_subject_of_which_nothing_else_is_public_goes_with_its_record_and_comes_back(client, people, how):
    """That it has something which is not public is to be inferred from nothing: neither page, search, suggestion, nor feed."""
    record = public_penalty(people)
    subject, office = record.subject, {"officer": people.office, "actor": acting(people.office)}

    def known() -> set[bool]:
        page = client.get(f"/subject/{subject.public_id}/").status_code == 200
        suggested = subject.name in client.get("/suggest", {"q": subject.name}).json()["names"]
        fed = told(on=over)["subject", str(subject.public_id)] == "put"
        return {page, suggested, fed, bool(find(subject.name).hits)}

    if how == "hidden":
        hide = hiding.hide(record, officer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="核对")
        over = FRIDAY
        assert known() == {True}, "one person's word may be over tomorrow"
        hiding.confirm(hide, **office, on=FRIDAY)
    else:
        papers = (Attached("court", mending.PDF), Attached("commitment", mending.PDF))
        repair = mending.granted(people, record, FRIDAY - timedelta(days=3), papers=papers, bankrupt=True)
        over = repair.masked_on
    assert known() == {False}
    if how == "hidden":
        hiding.show_again(hide, **office, on=FRIDAY, reason="无误")
    else:
        repairing.withdraw(repair, paper=mending.PDF, **office, on=over)
    assert known() == {True}


def test_marks_of_a_dispute_come_and_go_with_the_entry_that_rests_on_the_record(people):
    today = timezone.localdate()
    record = public_penalty(people)
    Record.objects.filter(pk=record.pk).update(seriousness="serious", decided_on=today - timedelta(days=30))
    entry = published(people, record=record, on=today - timedelta(days=20))
    honoured(making.staff(), on=today - timedelta(days=40))
    position = end()
    assert {kind for kind, _ in told(0, today)} == {"subject", "record", "black_entry", "red_entry"}
    case = objection(entry.subject, record, people, on=today)
    marked = {line["kind"]: line["item"]["marks"] for line in lines(position, today) if line["kind"] != "subject"}
    assert marked == {"record": ["异议处理中"], "black_entry": ["异议处理中"]}
    position = end()
    answered(case, people, "delete", today)
    deciding.decide(case, reason="列错了", **by_staff(people.approver, today))
    found = told(position, today)
    assert found["record", str(record.public_id)] == "delete"
    assert found["black_entry", str(entry.public_id)] == "delete"  # before any clock noted that its ground fell


def test_a_repair_shows_its_result_and_nothing_of_what_it_ended(people):
    record = mending.penalty(people)
    repair = mending.granted(people, record)
    on = repair.result_from
    found = {(line["kind"], line["id"]): line for line in lines(on=on)}
    assert found["repair_result", str(repair.public_id)]["item"]["what"] == "行政处罚"
    assert record.document_number not in json.dumps(list(found.values()), ensure_ascii=False)
    assert told(on=repair.result_until + timedelta(days=1))["repair_result", str(repair.public_id)] == "delete"


def test_a_new_name_is_told_on_everything_of_the_subject(people):
    from records.joining import name_subject

    record = public_penalty(people)
    position = end()
    name_subject(
        record.subject,
        "new",
        "虚构新名有限公司",
        reason="登记机关通知",
        officer=people.office,
        actor=acting(people.office),
        on=FRIDAY,
    )
    found = {line["kind"]: line["item"] for line in lines(position)}
    assert found["record"]["name"] == found["subject"]["name"] == "虚构新名有限公司"
    assert found["subject"]["former_names"] == [record.subject.name]


def test_articles_come_go_and_tell_when_another_stands_in_their_place(people):
    today = timezone.localdate()
    old = articles_here.published(people, on=today)
    draft = articles_here.submitted(people, on=today)
    told_of = {line["id"]: line for line in lines(on=today)}
    item = told_of[str(old.public_id)]["item"]
    assert (item["type"], item["replaced"], item["page"]) == ("policy", False, f"/documents/{old.public_id}/")
    assert item["papers"] == [{"label": "附图.pdf", "value": f"/documents/papers/{old.papers.get().public_id}"}]
    assert str(draft.public_id) not in told_of  # never public
    position = end()
    new = articles_here.published(people, on=today, replaces=old)
    assert {line["id"]: line["item"]["replaced"] for line in lines(position, today)} == {
        str(old.public_id): True, str(new.public_id): False,
    }  # fmt: skip
    position = end()
    reviewing.withdraw(new, reason="重发", **articles_here.by(people.office, today))
    found = {line["id"]: line for line in lines(position, today)}
    assert found[str(old.public_id)]["item"]["replaced"] is False
    assert set(found[str(new.public_id)]) == {"position", "op", "kind", "id"}
    assert new.version.title not in json.dumps(lines(0, today), ensure_ascii=False)


def test_a_case_goes_with_the_listing_it_names_and_the_removal_is_told_as_long_as_it_is_announced(people):
    today = timezone.localdate()
    entry = published(people, on=today - timedelta(days=40))
    case = stories.published(people, on=today, kind="sanction", subject=entry.subject)
    plain = stories.published(people, on=today)
    found = {line["id"]: line["item"] for line in lines(on=today)}
    assert found[str(case.public_id)]["public_until"] == entry.until.isoformat()
    assert found[str(plain.public_id)]["public_until"] is None
    after = entry.until + timedelta(days=1)
    assert told(on=after)["typical_case", str(case.public_id)] == "delete"  # by its date
    position = end()
    leaving.note_ended(after)
    gone = {(line["kind"], line["op"]): line for line in lines(position, after)}
    assert {("typical_case", "delete"), ("black_entry", "delete"), ("exit_announcement", "put")} <= set(gone)
    exit_ = gone["exit_announcement", "put"]["item"]
    assert (exit_["list"], exit_["code"]) == ("black", entry.subject.code)
    assert "移出严重失信主体名单" in exit_["words"]
    over = date.fromisoformat(exit_["public_until"]) + timedelta(days=1)
    assert told(on=over)["exit_announcement", exit_["id"]] == "delete"


def test_an_institution_is_told_while_it_is_filed(people):
    made = registering.propose(
        code=factories.code(),
        name="虚构信用评估有限公司",
        number="备1",
        business="信用评级",
        contact="",
        **_by(people.office),
    )
    assert ("institution", str(made.public_id)) not in told()
    registering.decide(made, "file", reason="齐全", **_by(people.approver))
    assert told()["institution", str(made.public_id)] == "put"
    registering.propose_removal(made, reason="停业", **_by(people.office))
    registering.decide(made, "remove", reason="属实", **_by(people.approver))
    assert told()["institution", str(made.public_id)] == "delete"


def _by(officer):
    return {"officer": officer, "actor": acting(officer), "on": FRIDAY}


def test_stretches_of_any_length_say_the_same_and_the_cursor_has_no_gap(people):
    for _ in range(3):
        public_penalty(people)
    whole = told()
    assert told(events=1) == whole
    last = 0
    for page in feed.until_now(0, FRIDAY, 1):
        assert all(last < line["position"] <= page.position for line in page.lines)
        last = page.position
    assert last == end()
    beyond = feed.after(last + 9, FRIDAY)
    assert (beyond.position, beyond.more, beyond.lines) == (last + 9, False, [])


def test_items_have_the_declared_fields_and_no_other(people):
    public_penalty(people)
    for line in lines():
        assert set(line["item"]) == set(NAMES[line["kind"]])


def test_the_command_prints_lines_and_the_cursor(people, capsys):
    record = public_penalty(people)
    sequence()
    call_command("feed", after=0, json=True)
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said[-1] == {"position": end(), "as_of": timezone.localdate().isoformat()}
    assert str(record.public_id) in {line.get("id") for line in said}
    call_command("feed", after=said[-1]["position"])
    assert "已到序号" in capsys.readouterr().out
