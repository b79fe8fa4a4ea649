"""docs/lifecycles.md says what the move tables say."""

from pathlib import Path

from django.conf import settings

from credit_platform.lifecycle_tables import document


def test_the_page_of_move_tables_is_what_the_command_prints():
    written = Path(settings.BASE_DIR, "docs/lifecycles.md").read_text(encoding="utf-8")
    assert written == document(), "run: make -s manage CMD=lifecycles > docs/lifecycles.md"
