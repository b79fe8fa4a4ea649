import pytest


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path, monkeypatch):
    """Uploads of a test lie in its own folder, also those that its child processes read."""
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setenv("MEDIA_ROOT", str(settings.MEDIA_ROOT))
