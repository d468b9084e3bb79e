"""The step of the columns."""

from typing import Any

import reflex as rx

from ..core.permissions import Permission
from ..ui.i18n import t
from ..ui.kit import badge, bone_lines, callout, card, link_button
from ..ui.kit.marks import Text
from ..web.person import PersonState
from .columns_state import ColumnsState
from .commands import Mode

_shape: Any = ColumnsState.shape
_columns: Any = ColumnsState.columns
_groups: Any = ColumnsState.groups
_choices: Any = ColumnsState.choices
_invite: Any = ColumnsState.choose_invite


def columns_step() -> rx.Component:
    """How the file is read, what its columns are for, what may be done with its rows."""
    notes = rx.foreach(ColumnsState.notes, lambda note: callout(note, key=note))
    parts = rx.fragment(notes, _reads(), _table(), _passwords(), _group_roles(), _options())
    return rx.cond(ColumnsState.is_loaded, parts, bone_lines())


def _select(label: Text, chosen: Any, choices: Any, **props: Any) -> rx.Component:
    return rx.el.select(
        rx.foreach(choices, lambda one: rx.el.option(one["label"], value=one["value"], key=one["value"])),
        value=chosen,
        aria_label=label,
        class_name="select select-field",
        **props,
    )


def _reads() -> rx.Component:
    """What was found about the file, which can be overruled."""

    def part(label: Text, name: str, choices: str) -> rx.Component:
        def read(value: Any) -> Any:
            return ColumnsState.read_as(name, value)

        chosen = _select(label, _shape[name], _shape[choices], on_change=read)
        shown = rx.el.div(rx.el.span(label, class_name="field-label", aria_hidden="true"), chosen, class_name="field")
        return rx.cond(_shape[choices].length() > 0, shown, rx.fragment())

    return card(
        t("How the file is read"),
        rx.el.div(
            part(t("Separator"), "delimiter", "delimiters"),
            part(t("Encoding"), "encoding", "encodings"),
            part(t("Sheet"), "sheet", "sheets"),
            part(t("Names of the columns"), "header_line", "header_lines"),
            class_name="reads",
        ),
        note=_shape["format"],
    )


def _table() -> rx.Component:
    heads = [t("Column"), t("First values"), t("Becomes")]
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Columns"), class_name="section-title"),
            rx.el.span(t("What is empty in the file changes nothing."), class_name="sub grow"),
            class_name="section-head",
        ),
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(*[rx.el.th(head, scope="col", role="columnheader") for head in heads], role="row"),
                    role="rowgroup",
                ),
                rx.el.tbody(rx.foreach(_columns, _column), role="rowgroup"),
                role="table",
                class_name="plain columns-table",
                aria_label=t("Columns"),
            ),
            class_name="plain-scroll",
            tab_index=0,
            role="region",
            aria_label=t("Columns of the file"),
        ),
        class_name="card flush",
    )


def _column(column: Any) -> rx.Component:
    at = column["position"]
    target = _select(
        t("What {column} is for", column=column["header"]),
        column["target"],
        _choices["targets"],
        on_change=lambda value: ColumnsState.choose_target(at, value),
    )
    reading = _select(
        t("How {column} says it", column=column["header"]),
        column["reading"],
        column["readings"],
        on_change=lambda value: ColumnsState.choose_reading(at, value),
    )
    make = link_button(
        t("Make it an attribute"),
        on_click=ColumnsState.make_attribute(at).temporal,
        aria_label=t("Make {column} an attribute", column=column["header"]),
    )
    can_be_made = column["is_unknown"] & (column["target"] == "") & PersonState.may[Permission.SETTINGS_EDIT]
    samples = rx.foreach(column["samples"], lambda sample: rx.el.div(sample, class_name="sample"))
    unknown = rx.cond(column["is_unknown"], badge(t("Not known"), "amber"), rx.fragment())
    return rx.el.tr(
        rx.el.th(rx.el.span(column["header"], class_name="strong"), " ", unknown, scope="row", role="rowheader"),
        rx.el.td(samples, role="cell", class_name="samples"),
        rx.el.td(
            target,
            rx.cond(column["readings"].length() > 0, reading, rx.fragment()),
            rx.cond(can_be_made, make, rx.fragment()),
            rx.cond(column["note"] != "", rx.el.div(column["note"], class_name="sub"), rx.fragment()),
            role="cell",
        ),
        role="row",
        key=at.to(str),
    )


def _radio(name: str, said: tuple[Text, Text], checked: Any, choose: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name=name, checked=checked, on_change=choose, class_name="radio"),
        rx.el.span(said[0], rx.el.span(said[1], class_name="sub block")),
        class_name="option",
    )


def _passwords() -> rx.Component:
    """Only where there are any."""
    use = _choices["use_passwords"].to(bool)
    chosen = rx.el.fieldset(
        rx.el.legend(t("Passwords in the file"), class_name="section-title"),
        _radio(
            "passwords",
            (
                t("Ignore them"),
                t("New users choose their own: invite them. Nobody who has seen the file can sign in as them."),
            ),
            ~use,
            lambda _value: ColumnsState.choose_passwords("ignore"),
        ),
        _radio(
            "passwords",
            (
                t("Use them for new users"),
                t("Whoever has seen the file can sign in as them until they change it. It makes the import slower."),
            ),
            use,
            lambda _value: ColumnsState.choose_passwords("use"),
        ),
        class_name="card choices",
    )
    return rx.cond(_choices["has_passwords"], chosen, rx.fragment())


def _group_roles() -> rx.Component:
    """Which role a group of the other system gives."""

    def line(group: Any) -> rx.Component:
        role = _select(
            t("Role that {group} gives", group=group["name"]),
            group["role"],
            _choices["roles"],
            on_change=lambda value: ColumnsState.choose_group(group["name"], value),
        )
        name = rx.el.th(group["name"], scope="row", role="rowheader")
        return rx.el.tr(name, rx.el.td(role, role="cell"), role="row", key=group["name"])

    heads, more = [t("Group"), t("Role")], ColumnsState.more_groups
    table = rx.el.table(
        rx.el.thead(
            rx.el.tr(*[rx.el.th(head, scope="col", role="columnheader") for head in heads], role="row"),
            role="rowgroup",
        ),
        rx.el.tbody(rx.foreach(_groups, line), role="rowgroup"),
        role="table",
        class_name="plain groups-table",
        aria_label=t("Groups in the file"),
    )
    shown = rx.el.section(
        rx.el.div(rx.el.h2(t("Groups in the file"), class_name="section-title"), class_name="section-head"),
        table,
        rx.cond(more != "", rx.el.p(more, class_name="sub pad"), rx.fragment()),
        class_name="card flush",
    )
    return rx.cond(_groups.length() > 0, shown, rx.fragment())


def _options() -> rx.Component:
    """What may be done with rows, and with whoever is created."""
    both, create, update = Mode.CREATE_AND_UPDATE, Mode.CREATE, Mode.UPDATE
    texts: list[tuple[Mode, Text, Text]] = [
        (both, t("Create and update"), t("Users who are there are changed, the others are created.")),
        (create, t("Create only"), t("Rows about users who are there are refused.")),
        (update, t("Update only"), t("Rows about users who are not there are refused.")),
    ]
    modes = [_mode(*each) for each in texts]
    invite = rx.el.label(
        rx.el.input(type="checkbox", checked=_choices["invite"], on_change=_invite, class_name="check"),
        rx.el.span(t("Invite the users who are created, at the end")),
        class_name="option",
    )
    return rx.el.fieldset(
        rx.el.legend(t("What is done"), class_name="section-title"),
        *modes,
        rx.cond(PersonState.may[Permission.USERS_INVITE], invite, rx.fragment()),
        class_name="card choices",
    )


def _mode(mode: Mode, text: Text, note: Text) -> rx.Component:
    return _radio(
        "mode", (text, note), _choices["mode"] == str(mode), lambda _value: ColumnsState.choose_mode(str(mode))
    )
