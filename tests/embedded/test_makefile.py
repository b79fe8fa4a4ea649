"""make, where it could pass over what is missing."""

import subprocess

from django.conf import settings


def test_a_bench_that_is_not_there_fails():
    ready = ["-o", ".venv/.done", "-o", "var/vendor/.done"]  # nothing is to be installed here
    command = ["make", *ready, "bench", "INSTALL=true", "BENCHES=no_such_bench"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 2
    assert "no_such_bench" in done.stderr


def test_every_bench_is_there():
    text = (settings.BASE_DIR / "Makefile").read_text()
    [names] = [line.split()[2:] for line in text.splitlines() if line.startswith("BENCHES :=")]
    assert names
    assert all((settings.BASE_DIR / "bench" / f"{name}.py").exists() for name in names)
