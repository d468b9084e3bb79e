"""Text that every database and every encoding takes."""

import re

_NEVER = re.compile("[\0\ud800-\udfff]")


def whole(text: str) -> str:
    """The text with U+FFFD for NUL and halves of surrogate pairs; two that belong together become their letter."""
    if not _NEVER.search(text):
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\0", "\ufffd")
