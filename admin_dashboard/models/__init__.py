"""Every table of the product."""

from .api_token import ApiToken
from .attempt import Attempt
from .attribute import Attribute, AttributeType, AttributeValue
from .audit import AuditBatch, AuditEntry, AuditHead
from .exports import Export, ExportFormat
from .imports import Import, ImportMapping, ImportRow, ImportState, RowOutcome
from .job import Job, JobState
from .link import Link, Purpose
from .mass_action import MassAction, MassItem, Outcome
from .message import Delivery, Message
from .retired import RetiredUsername
from .role import Grant, Role, RolePermission
from .session import SignInSession
from .space import Space, SpaceMember
from .user import READ_ONLY_SOURCES, Source, User
from .view import ListPreference, SavedView

__all__ = [
    "READ_ONLY_SOURCES",
    "ApiToken",
    "Attempt",
    "Attribute",
    "AttributeType",
    "AttributeValue",
    "AuditBatch",
    "AuditEntry",
    "AuditHead",
    "Delivery",
    "Export",
    "ExportFormat",
    "Grant",
    "Import",
    "ImportMapping",
    "ImportRow",
    "ImportState",
    "Job",
    "JobState",
    "Link",
    "ListPreference",
    "MassAction",
    "MassItem",
    "Message",
    "Outcome",
    "Purpose",
    "RetiredUsername",
    "Role",
    "RolePermission",
    "RowOutcome",
    "SavedView",
    "SignInSession",
    "Source",
    "Space",
    "SpaceMember",
    "User",
]
