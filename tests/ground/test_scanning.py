"""附件查毒: nothing is kept that the scanner did not let through, and the log says nothing of it. Source: F2."""

import logging

import pytest

from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, keep_paper
from credit_platform import keeping
from credit_platform.keeping import PaperRefused, check_paper, title_of

PDF = b"%PDF-1.7 secret words of somebody"
READ = "cat > /dev/null"


@pytest.fixture
def scanner(settings, tmp_path):
    """A command that reads all and ends with this status."""

    def script(text: str) -> None:
        path = tmp_path / "scanner.sh"
        path.write_text(f"{text}\n")
        settings.ATTACHMENT_SCANNER = f"sh {path}"

    return script


def test_clean_is_taken(scanner):
    scanner(f"{READ}; exit 0")
    assert check_paper("x.pdf", PDF) == "附件.pdf"


@pytest.mark.parametrize(("script", "said"), [(f"{READ}; exit 1", "可能带有病毒"), ("exit 2", "暂时没有应答")])
def test_what_is_not_let_through_is_refused_and_logged_by_its_digest(scanner, caplog, script, said):
    scanner(script)
    with caplog.at_level(logging.INFO), pytest.raises(PaperRefused, match=said):
        check_paper("王小明.pdf", PDF)
    assert "sha256" in caplog.text
    assert "secret" not in caplog.text
    assert "王小明" not in caplog.text


def test_no_such_scanner_refuses(settings):
    settings.ATTACHMENT_SCANNER = "/no/such/scanner -"
    with pytest.raises(PaperRefused, match="暂时没有应答"):
        check_paper("x.pdf", PDF)


def test_a_scanner_that_hangs_refuses(scanner, settings):
    scanner("exec sleep 30")
    settings.ATTACHMENT_SCAN_SECONDS = 0.2
    with pytest.raises(PaperRefused, match="暂时没有应答"):
        check_paper("x.pdf", PDF)


def test_the_wrong_kind_is_never_shown_to_it(scanner):
    scanner("exit 2")
    with pytest.raises(PaperRefused, match="只能是"):
        check_paper("x.exe", b"MZ")


def test_every_house_refuses_through_the_same_door(scanner, monkeypatch):
    scanner(f"{READ}; exit 1")
    monkeypatch.setattr(keeping, "keep", lambda *_: pytest.fail("kept"))
    with pytest.raises(ListRefused) as refused:
        keep_paper(*_of(Paper("x.pdf", PDF)))
    assert "可能带有病毒" in refused.value.faults["paper"]


def _of(paper: Paper) -> tuple[str, bytes]:
    return paper.name, paper.data


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("缴款凭证.pdf", "缴款凭证"),
        (r"C:\桌面\整改 报告.v2.jpg", "整改 报告.v2"),
        ("../../etc/x\u202e.png", "x"),
        ("21081119900101001X.pdf", ""),
        ("手机13800138000照片.jpg", ""),
        ("", ""),
    ],
)
def test_the_name_on_the_page(name, shown):
    assert title_of(name) == shown
