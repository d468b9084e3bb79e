"""Every table of the product."""

from .attempt import Attempt
from .audit import AuditBatch, AuditEntry, AuditHead
from .job import Job, JobState
from .link import Link, Purpose
from .message import Delivery, Message
from .role import Grant, Role, RolePermission, Space
from .session import SignInSession
from .user import READ_ONLY_SOURCES, Source, User

__all__ = [
    "READ_ONLY_SOURCES",
    "Attempt",
    "AuditBatch",
    "AuditEntry",
    "AuditHead",
    "Delivery",
    "Grant",
    "Job",
    "JobState",
    "Link",
    "Message",
    "Purpose",
    "Role",
    "RolePermission",
    "SignInSession",
    "Source",
    "Space",
    "User",
]
