"""A file on disk, in whatever form people have their users in, read as records."""

from .reading import detect, header, records, sheets
from .shape import DELIMITERS, ENCODINGS, Format, Limits, Record, Shape, UnreadableFile

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "Format",
    "Limits",
    "Record",
    "Shape",
    "UnreadableFile",
    "detect",
    "header",
    "records",
    "sheets",
]
