"""One user's record as it is read: every word in the reader's language."""

from collections.abc import Sequence
from typing import TypedDict

from ..activity.queries import HistoryLine, history
from ..activity.words import Detail
from ..core.formatting import day, exact, relative
from ..core.i18n import Message, _
from ..core.permissions import PERMISSION_LABELS
from ..core.work import Work
from ..invitations.envelope import Envelope, envelope
from .abilities import NOTHING, Abilities, abilities
from .cells import SOURCES, role_label
from .listing import Enrollment
from .queries import UserRecord, record
from .record_more import Line, attribute_lines, in_words, space_lines

HISTORY_LINES = 20
TINTS = 6
ENROLLMENTS: dict[Enrollment, Message] = {
    Enrollment.ENROLLED: _("Enrolled"),
    Enrollment.NEVER: _("Never enrolled"),
    Enrollment.NOT_POSSIBLE: _("No enrollment possible"),
}


class Fact(TypedDict):
    """One status: icon, word, when."""

    mark: str
    tone: str
    value: str
    note: str


class Pair(TypedDict):
    """One line of the profile."""

    label: str
    value: str


class RightLine(TypedDict):
    """A right and the role that gives it."""

    right: str
    role: str


class Entry(TypedDict):
    """One thing that happened."""

    id: int
    mark: str
    what: str
    how: str
    when: str
    exactly: str


class Record(TypedDict):
    """One user, exactly as shown."""

    id: int
    name: str
    username: str
    initials: str
    tint: int
    facts: list[Fact]
    profile: list[Pair]
    sees_roles: bool
    roles: list[str]
    rights: list[RightLine]
    lacking: str
    history: list[Entry]
    can: Abilities
    notice: str


NO_RECORD = Record(
    id=0,
    name="",
    username="",
    initials="",
    tint=0,
    facts=[],
    profile=[],
    sees_roles=False,
    roles=[],
    rights=[],
    lacking="",
    history=[],
    can=NOTHING,
    notice="",
)


def read_record(work: Work, user_id: int) -> Record:
    """The record of a user the actor may see.

    Raises:
        NotFound: there is no such user, or the actor may not see users.
    """
    found, language = record(work, user_id), work.actor.language
    row = found.row
    letter = envelope(row, work.now, language)
    return Record(
        id=user_id,
        name=f"{row.first_name} {row.last_name}",
        username=row.username,
        initials=f"{row.first_name[:1]}{row.last_name[:1]}".upper(),
        tint=user_id % TINTS,
        facts=_facts(found, letter, work),
        profile=_profile(found, work),
        sees_roles=found.reader.may_see_roles,
        roles=[role_label(role, language) for role in row.roles] if found.reader.may_see_roles else [],
        rights=_rights(found, language) if found.reader.may_see_roles else [],
        lacking=", ".join(PERMISSION_LABELS[right].in_language(language) for right in found.lacking),
        history=[_entry(line, work) for line in history(work, user_id, HISTORY_LINES)],
        can=_abilities(found, work),
        notice=in_words(_notice(found) or "", language),
    )


def read_abilities(work: Work, user_id: int) -> tuple[str, Abilities]:
    """The user's name, and what the actor may do with them."""
    found = record(work, user_id)
    return f"{found.row.first_name} {found.row.last_name}", _abilities(found, work)


def _abilities(found: UserRecord, work: Work) -> Abilities:
    return abilities(work.actor, found, can_be_invited=envelope(found.row, work.now, work.actor.language).can_press)


def _notice(found: UserRecord) -> Message | None:
    """Why something one would look for is not offered."""
    if found.is_read_only:
        source = SOURCES[found.row.source]
        return _("The profile comes from {source} and is changed there.", source=source)
    if found.reader.has_fewer_rights:
        return _("This user has rights that you do not have: you can look, not change.")
    return None


def _facts(found: UserRecord, letter: Envelope, work: Work) -> list[Fact]:
    row, language, now = found.row, work.actor.language, work.now
    is_connected = row.last_login_at is not None
    since = _("since {day}", day=day(found.disabled_at or row.created_at, language))
    added = _("added {day}", day=day(row.created_at, language))
    return [
        _fact(
            ("circle_check", "good", _("Enabled"), added)
            if row.is_enabled
            else ("ban", "danger", _("Disabled"), since),
            language,
        ),
        _fact(
            ("log_in", "good", _("Connected"), relative(row.last_login_at, now, language))
            if is_connected and row.last_login_at
            else ("circle_dashed", "", _("Never connected"), ""),
            language,
        ),
        Fact(
            mark=letter.icon,
            tone=letter.tone,
            value=letter.label if row.is_enabled else ENROLLMENTS[found.enrollment].in_language(language),
            note=_enrolled(found, language),
        ),
        _fact(("database", "", SOURCES[row.source], _there_or_here(found)), language),
    ]


def _there_or_here(found: UserRecord) -> Message:
    return _("changed there") if found.is_read_only else _("changed here")


def _enrolled(found: UserRecord, language: str) -> str:
    at = found.row.enrolled_at
    return _("invited {day}", day=day(at, language)).in_language(language) if at else ""


def _fact(parts: tuple[str, str, Message | str, Message | str], language: str) -> Fact:
    mark, tone, value, note = parts
    return Fact(mark=mark, tone=tone, value=in_words(value, language), note=in_words(note, language))


def _profile(found: UserRecord, work: Work) -> list[Pair]:
    row, language = found.row, work.actor.language
    user_type = _("External") if row.is_external else _("Internal")
    seen = exact(row.last_login_at, language) if row.last_login_at else _("Never")
    lines: Sequence[Line] = [
        (_("ID"), str(row.id)),
        (_("First name"), row.first_name),
        (_("Last name"), row.last_name),
        (_("Email"), row.email),
        *attribute_lines(found, work),
        (_("Type"), user_type),
        *space_lines(found, language),
        (_("Password"), _password(found)),
        (_("Last connection"), seen),
        (_("Signed-in browsers"), str(found.live_session_count)),
        (_("Last change"), exact(found.updated_at, language)),
    ]
    return [Pair(label=in_words(label, language), value=in_words(value, language)) for label, value in lines]


def _password(found: UserRecord) -> Message:
    if found.row.password_is_temporary:
        return _("Temporary, not used yet")
    return _("Chosen by the person") if found.has_password else _("None yet")


def _rights(found: UserRecord, language: str) -> list[RightLine]:
    return [
        RightLine(right=PERMISSION_LABELS[given.permission].in_language(language), role=role_label(given, language))
        for given in found.rights
    ]


def _entry(line: HistoryLine, work: Work) -> Entry:
    language = work.actor.language
    by = "" if line.is_by_themselves else _("by {name}", name=line.actor).in_language(language)
    parts = [by, *[_detail(detail, language) for detail in line.details]]
    return Entry(
        id=line.id,
        mark=line.icon,
        what=line.text.in_language(language),
        how=" · ".join(part for part in parts if part),
        when=relative(line.at, work.now, language),
        exactly=exact(line.at, language),
    )


def _detail(detail: Detail, language: str) -> str:
    new, old = in_words(detail.new, language), in_words(detail.old, language)
    value = f"{old} → {new or '–'}" if old else new
    return _("{label}: {value}", label=detail.label, value=value).in_language(language)
