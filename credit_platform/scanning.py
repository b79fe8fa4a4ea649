"""附件查毒: what is attached is shown to a scanner before anything is kept. Source: F2 (virus scan by adapter), design §8.

The adapter is a command (setting ATTACHMENT_SCANNER, such as `clamdscan --no-summary --fdpass -`) that reads the file from its standard
input and ends with 0: clean, 1: found, anything else: not able to say. Nothing of the file is written in plain text anywhere.

Where the scanner does not answer the file is refused and not kept aside: what waits in quarantine would count as handed in while
nobody may read it, and days of the law would run on it; whoever is refused knows at once, and their words are still in the form.
"""

import hashlib
import logging
import shlex
import subprocess

from django.conf import settings

FOUND = "附件没有通过安全检查，可能带有病毒，没有保存。请用杀毒软件检查您的电脑或手机，重新扫描（拍照）后再上传。"
SILENT = "附件安全检查暂时没有应答，这个文件没有保存。请过几分钟再试；期限快到的，请先不带附件提交，或者到窗口办理。"

log = logging.getLogger(__name__)


class Infected(ValueError):
    """The scanner found something; the message says so to whoever attached it."""


class ScannerSilent(ValueError):
    """The scanner did not answer; the message says what to do now."""


def configured() -> bool:
    """Whether attachments are scanned here."""
    return bool(settings.ATTACHMENT_SCANNER.strip())


def scan(data: bytes) -> None:
    """Nothing where it is clean or no scanner is configured. Raises Infected, ScannerSilent. Logged by digest and size alone."""
    if not configured():
        return
    mark = hashlib.sha256(data).hexdigest()
    try:
        ended = subprocess.run(
            shlex.split(settings.ATTACHMENT_SCANNER),
            input=data,
            stdout=subprocess.DEVNULL,  # names what was found, and may quote what it read
            stderr=subprocess.DEVNULL,
            timeout=settings.ATTACHMENT_SCAN_SECONDS,
            check=False,
        ).returncode
    except (OSError, ValueError, subprocess.TimeoutExpired) as fault:
        log.error("scanner did not answer: %s (%s bytes, sha256 %s)", type(fault).__name__, len(data), mark)
        raise ScannerSilent(SILENT) from None
    if ended == 1:
        log.warning("attachment refused: scanner found something (%s bytes, sha256 %s)", len(data), mark)
        raise Infected(FOUND)
    if ended != 0:
        log.error("scanner did not answer: status %s (%s bytes, sha256 %s)", ended, len(data), mark)
        raise ScannerSilent(SILENT)
