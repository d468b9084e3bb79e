"""The list as Django's own pages for users have it: search fields, filters, fifty rows."""

from django.contrib import admin

from .models import Person


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
