"""How much an import takes is a setting."""

import pytest

from admin_dashboard import settings as settings_module
from admin_dashboard.imports.files import Limits
from admin_dashboard.imports.limits import limits


def test_is_what_the_settings_say(monkeypatch: pytest.MonkeyPatch):
    assert limits() == Limits(bytes=200 * 2**20, rows=1_000_000, columns=500, cell=10_000)
    monkeypatch.setenv("IMPORT_MAX_ROWS", "7")
    settings_module.settings.cache_clear()
    assert limits().rows == 7
