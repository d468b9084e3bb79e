import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.core.tokens import LONGEST_TOKEN, new_token, token_hash


class TestToken:
    def test_has_256_random_bits_and_is_never_the_same(self):
        tokens = {new_token()[0] for _number in range(100)}
        assert len(tokens) == 100
        assert all(len(token) == 43 for token in tokens)

    def test_is_found_again_by_its_hash_alone(self):
        token, hashed = new_token()
        assert token_hash(token) == hashed
        assert token not in hashed

    @pytest.mark.parametrize("token", ["", "x" * (LONGEST_TOKEN + 1), None, 7, [], {}, b"x", True])
    def test_of_nothing_that_can_be_one_has_a_hash_stored_nowhere(self, token: object):
        assert token_hash(token) == ""

    @given(st.text(st.characters(), max_size=100))
    def test_hashing_never_fails(self, token: str):
        assert len(token_hash(token)) in {0, 64}
