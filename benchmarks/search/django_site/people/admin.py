"""The list as Django's own pages for users have it: search fields, filters, fifty rows."""

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry

from .models import Person


def _switch(request, people, *, is_on):
    """As Django's documentation has it for an action that is to be found in the log: an entry each, then one update."""
    people = people.exclude(is_enabled=is_on)
    LogEntry.objects.log_actions(request.user.pk, people, CHANGE, change_message="enabled" if is_on else "disabled")
    people.update(is_enabled=is_on)


@admin.action(description="Disable")
def disable(_admin, request, people):
    """Everybody chosen."""
    _switch(request, people, is_on=False)


@admin.action(description="Enable")
def enable(_admin, request, people):
    """Everybody chosen."""
    _switch(request, people, is_on=True)


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    """The same columns, texts and filters as the product's list."""

    list_display = (
        *("username", "first_name", "last_name", "email", "is_enabled", "is_external"),
        *("last_login_at", "enrolled_at", "source"),
    )
    search_fields = ("username", "first_name", "last_name", "email")
    list_filter = (
        *("is_enabled", "is_external", "source"),
        ("first_login_at", admin.EmptyFieldListFilter),
        ("enrolled_at", admin.EmptyFieldListFilter),
    )
    ordering = ("last_name", "first_name")
    list_per_page = 50
    actions = (disable, enable)
