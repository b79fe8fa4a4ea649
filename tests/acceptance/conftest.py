"""The folder of real and invented workbooks that lies beside the checkout; a stranger's clone may lack it."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data():
    folder = os.environ.get("ACCEPTANCE_DATA")
    if not folder or not (Path(folder) / "workbooks").is_dir():
        pytest.skip("set ACCEPTANCE_DATA to the folder that holds workbooks/, holiday-cn/ and the vectors")
    return Path(folder)
