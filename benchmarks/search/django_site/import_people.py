"""Imports a file as the admin with django-import-export does: a dry run of all of it, then the import."""

from site_urls import application  # isort: skip - sets Django up

import json
import resource
import sys
import time
from pathlib import Path

import tablib
from django.core.validators import RegexValidator
from django.db import models
from import_export.resources import ModelResource

assert application
_name = RegexValidator(r"^\D{3,100}$")
_username = RegexValidator(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")


class NewPerson(models.Model):
    """The table `users` with all that a new row needs."""

    username = models.CharField(max_length=300, unique=True, validators=[_username])
    first_name = models.CharField(max_length=300, validators=[_name])
    last_name = models.CharField(max_length=300, validators=[_name])
    email = models.EmailField(unique=True)
    password_is_temporary = models.BooleanField(default=False)
    is_enabled = models.BooleanField(default=True)
    is_external = models.BooleanField(default=False)
    source = models.CharField(max_length=20, default="csv")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.IntegerField(default=1)
    name_key = models.TextField()
    search = models.TextField()

    class Meta:
        """Made by the product."""

        managed = False
        app_label = "people"
        db_table = "users"


class People(ModelResource):
    """Told apart by username, checked by the model's rules, left alone when nothing of them changes."""

    class Meta:
        """As its documentation has it for files that update and create."""

        model = NewPerson
        import_id_fields = ("username",)
        fields = ("username", "first_name", "last_name", "email")
        skip_unchanged = True
        clean_model_instances = True

    def import_instance(self, instance, row, **kwargs):
        """The two columns that follow from the others."""
        errors = super().import_instance(instance, row, **kwargs)
        instance.name_key = f"{instance.last_name} {instance.first_name}".lower()
        instance.search = f"  {instance.username}  {instance.name_key}  {instance.email}"
        return errors


def main(path: str) -> None:
    """Say how long each took, and how many rows came to what."""
    people = tablib.Dataset().load(Path(path).read_text(encoding="utf-8"), format="csv")
    for action, is_dry in (("check", True), ("run", False)):
        started = time.perf_counter()
        totals = People().import_data(people, dry_run=is_dry).totals
        told = {"action": action, "seconds": time.perf_counter() - started, "unchanged": totals["skip"]}
        told |= {"created": totals["new"], "updated": totals["update"], "refused": totals["invalid"] + totals["error"]}
        print(json.dumps({**told, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


main(sys.argv[1])
