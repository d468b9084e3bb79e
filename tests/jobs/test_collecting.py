"""The search for cycles is put off, and taken up again."""

import gc

import pytest

from admin_dashboard.jobs.collecting import no_collecting


class TestNoCollecting:
    def test_lasts_as_long_as_the_block(self):
        with no_collecting():
            assert not gc.isenabled()
        assert gc.isenabled()

    def test_lasts_as_long_as_the_last_of_several(self):
        with no_collecting():
            with no_collecting():
                pass
            assert not gc.isenabled()
        assert gc.isenabled()

    def test_ends_with_an_error(self):
        with pytest.raises(ValueError, match="x"), no_collecting():
            raise ValueError("x")
        assert gc.isenabled()
