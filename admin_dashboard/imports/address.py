"""Where the pages of imports are."""

PATH = "/imports"
TEMPLATES = {"csv": f"{PATH}/template.csv", "xlsx": f"{PATH}/template.xlsx"}
LONGEST_ID = 9


def of(import_id: int) -> str:
    """The page of one import."""
    return f"{PATH}/{import_id}"


def asked_for(path: str) -> int:
    """The id in the path of an import; 0 for none."""
    last = path.rstrip("/").removeprefix(f"{PATH}/")
    return int(last) if last.isascii() and last.isdigit() and len(last) <= LONGEST_ID else 0


def is_list(path: str) -> bool:
    """Whether this is the page of all imports."""
    return path.rstrip("/") == PATH


def is_one(path: str) -> bool:
    """Whether this is the page of one import."""
    return asked_for(path) > 0
