"""Say what a test needs of the machine, and whether it may do without."""

import os
from typing import NoReturn

import pytest


def missing(package: str) -> NoReturn:
    """Skip the test for want of a Debian package; where CI is set, fail it instead.

    Args:
        package: The name to give to ``apt-get install``.
    """
    reason = f"{package} is not installed (Debian: apt-get install {package})"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
