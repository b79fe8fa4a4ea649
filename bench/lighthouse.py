"""Lighthouse on the pages that most people open: `.venv/bin/python -m bench.lighthouse [--base http://…]`.

Starts a demo of its own (var/lighthouse), or asks one that runs already, and runs Lighthouse's mobile profile (a slow telephone on a
slow network, both simulated) in Debian's Chromium, once for each page. Prints the scores beside the targets. Node, npm and
Chromium are needed; `npm ci` in bench/npm brings Lighthouse (185 MB) at the first run.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

HOUSE = Path(__file__).resolve().parent.parent
TOOL = HOUSE / "bench" / "npm"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
TARGETS = {"performance": 90, "accessibility": 100, "best-practices": 95}
TIMES = {"first-contentful-paint": "first paint", "largest-contentful-paint": "largest paint", "total-byte-weight": ""}
NAME = "lighthouse"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", help="address of a demo that runs; its EMBEDDED_NAME must be in the environment")
    parser.add_argument("--runs", type=int, default=1, help="of each page; the middle score counts")
    parser.add_argument(
        "--cookie", default="", help="display=e, display=t or display=et: the other ways to show a page"
    )
    wanted = parser.parse_args()
    if not (CHROMIUM and shutil.which("npm") and shutil.which("node")):
        raise SystemExit("Chromium, node and npm are needed.")
    if not (TOOL / "node_modules" / "lighthouse").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=TOOL, check=True)
    with demo(wanted.base) as (base, name):
        results = [(title, measured(base + path, wanted.runs, wanted.cookie)) for title, path in pages(base, name)]
    show(results)


@contextmanager
def demo(base: str | None) -> Iterator[tuple[str, str]]:
    """(address, EMBEDDED_NAME) of a demo."""
    if base:
        yield base.rstrip("/"), os.environ.get("EMBEDDED_NAME", "dev")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"EMBEDDED_NAME": NAME, "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--bind", f"127.0.0.1:{port}"],
        env=environment, cwd=HOUSE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    try:
        if not any("Ctrl-C" in line for line in server.stdout):
            raise SystemExit(f"The demo did not start; see var/{NAME}.")
        yield f"http://127.0.0.1:{port}", NAME
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def pages(base: str, name: str) -> list[tuple[str, str]]:
    """(title, path). The captcha guards the search, so results are asked with the pass that an answered one gives."""
    results = _answered_search(name)
    with urllib.request.urlopen(base + results) as answer:
        found = re.search(r'class="result-name"[^>]* href="([^"]+)"', answer.read().decode())
    if not found:
        raise SystemExit("The demo's search found nobody.")
    return [
        ("home", "/"),
        ("results", results),
        ("subject", found[1]),
        ("column", "/columns/penalty/"),
        ("statistics", "/statistics/"),
    ]


def _answered_search(name: str) -> str:
    script = (
        "import django; django.setup(); from urllib.parse import urlencode; from publicity.passes import issue;"
        "print('/search?' + urlencode({'q': '镁业', 'pass': issue('镁业')}))"
    )
    environment = os.environ | {"EMBEDDED_NAME": name, "DJANGO_SETTINGS_MODULE": "credit_platform.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, cwd=HOUSE, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout.strip()


def measured(address: str, runs: int, cookie: str) -> dict[str, object]:
    reports = [_report(address, cookie) for _ in range(runs)]
    scores = {one: round(median(report["categories"][one]["score"] * 100 for report in reports)) for one in TARGETS}
    missed = sorted(
        {
            audit["id"]
            for report in reports
            for category in ("accessibility", "best-practices")
            for audit in report["categories"][category]["auditRefs"]
            if audit["weight"] and (report["audits"][audit["id"]]["score"] or 0) < 1
            and report["audits"][audit["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
        }
    )  # fmt: skip
    times = {key: median(report["audits"][key]["numericValue"] for report in reports) for key in TIMES}
    return {"scores": scores, "times": times, "missed": missed}


def _report(address: str, cookie: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [
            "node", str(TOOL / "node_modules" / "lighthouse" / "cli" / "index.js"), address, "--quiet", "--output=json",
            f"--output-path={out}", f"--only-categories={','.join(TARGETS)}", "--chrome-flags=--headless=new --no-sandbox",
        ]  # fmt: skip
        if cookie:
            command.append("--extra-headers=" + json.dumps({"Cookie": cookie}))
        subprocess.run(command, env=os.environ | {"CHROME_PATH": str(CHROMIUM)}, check=True, stdout=subprocess.DEVNULL)
        return json.loads(out.read_text())


def show(results: list[tuple[str, dict]]) -> None:
    print("| page | performance | accessibility | best practices | first paint | largest paint | bytes |")
    print("|---|---|---|---|---|---|---|")
    for title, found in results:
        first, largest, weight = found["times"].values()
        scores = " | ".join(str(found["scores"][one]) for one in TARGETS)
        print(f"| {title} | {scores} | {first / 1000:.1f} s | {largest / 1000:.1f} s | {weight / 1024:.0f} kB |")
    print(f"load {os.getloadavg()[0]:.1f}")
    for one, target in TARGETS.items():
        least = min(found["scores"][one] for _, found in results)
        print(f"{one}: least {least}, target {target}: {'met' if least >= target else 'MISSED'}")
    for title, found in results:
        if found["missed"]:
            print(f"{title}: {', '.join(found['missed'])}")


if __name__ == "__main__":
    main()
