"""The table `users` as it is."""

from django.db import models


class Person(models.Model):
    """The columns a list shows and searches."""

    username = models.CharField(max_length=300, unique=True)
    first_name = models.CharField(max_length=300)
    last_name = models.CharField(max_length=300)
    email = models.EmailField(unique=True)
    is_enabled = models.BooleanField()
    is_external = models.BooleanField()
    source = models.CharField(max_length=20, choices=[(name, name) for name in ("internal", "csv", "scim", "ldap")])
    first_login_at = models.DateTimeField(null=True)
    last_login_at = models.DateTimeField(null=True)
    enrolled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        """Made and written by the product."""

        managed = False
        db_table = "users"
