import pytest


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    """Papers of a test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
