"""What a file's columns are for, and what their cells say. Nothing here knows a database, or where a file lies."""

from .cells import CLEAR, DASH, parse_enabled, parse_language, parse_yes_no, said, written
from .groups import MOST_GROUPS, groups_in, place_of_groups, with_groups
from .kinds import ATTRIBUTE, READINGS, TARGETS, Dialect, Note, Reading
from .mapping import Column, Mapping, UnusableMapping, checked, chosen, fitted, from_json, header_key, to_json
from .notes import TITLES, column_note, mapping_notes
from .reading import UNDECIDED_GROUPS, reader
from .recognise import recognise

__all__ = [
    "ATTRIBUTE",
    "CLEAR",
    "DASH",
    "MOST_GROUPS",
    "READINGS",
    "TARGETS",
    "TITLES",
    "UNDECIDED_GROUPS",
    "Column",
    "Dialect",
    "Mapping",
    "Note",
    "Reading",
    "UnusableMapping",
    "checked",
    "chosen",
    "column_note",
    "fitted",
    "from_json",
    "groups_in",
    "header_key",
    "mapping_notes",
    "parse_enabled",
    "parse_language",
    "parse_yes_no",
    "place_of_groups",
    "reader",
    "recognise",
    "said",
    "to_json",
    "with_groups",
    "written",
]
