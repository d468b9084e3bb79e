"""Brings the texts of the code into the catalogues: new ones are added empty, unused ones go, translations stay."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "admin_dashboard"
LOCALES = PACKAGE / "locales"
LANGUAGES = ("en", "fr")
KEYWORDS = {"_": None, "n_": (1, 2), "t": None, "tn": (1, 2)}
# Dates and names would change with every run, or say nothing.
HEADERS = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:")
MsgId = str | tuple[str, ...]


def path_of(language: str) -> Path:
    """Where a language's catalogue is kept."""
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


def extracted() -> set[MsgId]:
    """Every text of the code that is shown to people."""
    return set(_texts())


def _texts() -> Iterator[MsgId]:
    found = extract_from_dir(str(PACKAGE), [("**.py", "python")], keywords=KEYWORDS)
    for _path, _line, identifier, _comments, _context in found:
        yield tuple(identifier) if isinstance(identifier, tuple | list) else identifier


def read(language: str) -> Catalog:
    """A language's catalogue as it stands, empty when there is none."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """The catalogue with exactly the texts of the code."""
    template = Catalog()
    for identifier in sorted(extracted(), key=str):
        template.add(identifier)
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=True)
    return catalogue


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue so that only changed texts change lines."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.header_comment = "# What people read. Written by `make messages`; translations by people."
    catalogue.fuzzy = False
    with path.open("wb") as file:
        pofile.write_po(file, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    head, *entries = path.read_text(encoding="utf-8").split("\n\n")
    kept = [line for line in head.splitlines() if not line.startswith('"') or line[1:].startswith(HEADERS)]
    path.write_text("\n\n".join(["\n".join(kept), *entries]), encoding="utf-8")


def untranslated(catalogue: Catalog) -> list[MsgId]:
    """The texts that have no translation, or not in every form."""
    return [identifier(message) for message in catalogue if message.id and not all(translations(message))]


def identifier(message: Message) -> MsgId:
    """The text itself, with its plural form if it has one."""
    return message.id if isinstance(message.id, str) else tuple(str(form) for form in message.id)


def translations(message: Message) -> tuple[str, ...]:
    """The translation of every form; an empty string where one is missing."""
    given = message.string or ""
    return (given,) if isinstance(given, str) else tuple(given)


def main() -> None:
    """Update every language and say what is left to translate."""
    for language in LANGUAGES:
        catalogue = updated(language)
        write(language, catalogue)
        if language != "en":
            print(f"{language}: {len(catalogue)} texts, {len(untranslated(catalogue))} to translate")


if __name__ == "__main__":
    main()
