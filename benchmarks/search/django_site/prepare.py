"""Makes Django's own tables and files, and prints the cookie of a signed-in administrator."""

from site_urls import application  # isort: skip - sets Django up

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

assert application
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
people = get_user_model().objects
person = people.filter(username="admin").first() or people.create_superuser("admin", "admin@example.org", None)
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.create()
print(session.session_key)
