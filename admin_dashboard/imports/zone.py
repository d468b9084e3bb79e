"""Where a file is dropped or chosen."""

from typing import Any

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import icon
from ..ui.kit.marks import Text
from . import address
from .history_state import HistoryState


class UploadZone(rx.Component):
    """Sends a file to `url`, with its progress, and goes to the page that the answer names."""

    library = "$/public/ui/upload.js"
    tag = "UploadZone"

    url: rx.Var[str]
    corrects: rx.Var[int]
    most: rx.Var[int]
    choose: rx.Var[str]
    cancel: rx.Var[str]
    reading: rx.Var[str]
    too_large: rx.Var[str]
    failure: rx.Var[str]
    cancelled: rx.Var[str]


def upload_zone(title: Text, note: Text, *more: rx.Component, corrects: Any = 0) -> rx.Component:
    """Takes one file. `corrects`: the import whose refused rows it holds."""
    return UploadZone.create(
        icon("file_up", 20),
        rx.el.p(title, class_name="strong"),
        rx.el.p(note, class_name="sub"),
        *more,
        url=f"{address.PATH}/file",
        corrects=corrects,
        most=HistoryState.most_bytes,
        choose=t("Choose a file"),
        cancel=t("Cancel"),
        reading=t("The file is there; it is being read…"),
        too_large=t("The file is larger than {most} MB.", most=HistoryState.most_megabytes),
        failure=t("The file could not be sent. Nothing was imported: try again."),
        cancelled=t("Given up. Nothing was imported."),
        class_name="zone",
    )
