"""What Python 3.10 lacks."""

import sys
from datetime import timezone
from enum import Enum

UTC = timezone.utc

if sys.version_info >= (3, 11):
    from enum import StrEnum
else:

    class StrEnum(str, Enum):
        """An enum whose members are strings."""

        __str__ = str.__str__


__all__ = ["UTC", "StrEnum"]
