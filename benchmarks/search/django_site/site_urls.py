"""The admin, and nothing else; the application for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
application = get_wsgi_application()

from django.contrib import admin  # noqa: E402 - only once Django is set up
from django.urls import path  # noqa: E402

urlpatterns = [path("admin/", admin.site.urls)]
