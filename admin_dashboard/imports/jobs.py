"""The jobs behind imports."""

from ..jobs.worker import Kind
from .checking import check
from .commands import CHECK, RUN, TAKE_BACK, TIDY
from .running import run
from .taking_back import take_back
from .tidying import EVERY, tidy

IMPORT_CHECK = Kind(CHECK, run=check)
IMPORT_RUN = Kind(RUN, run=run)
IMPORT_TAKE_BACK = Kind(TAKE_BACK, run=take_back)
IMPORT_TIDY = Kind(TIDY, run=tidy, every=EVERY)
KINDS = (IMPORT_CHECK, IMPORT_RUN, IMPORT_TAKE_BACK, IMPORT_TIDY)
