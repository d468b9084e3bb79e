"""Django's own admin on the product's table `users`, in an environment of its own. FOLDER and PEOPLE say where."""

import json
import os

FOLDER = os.environ["FOLDER"]

SECRET_KEY = "measured only, on this machine"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "site_urls"
USE_TZ = True
STATIC_URL, STATIC_ROOT = "/static/", f"{FOLDER}/static"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "people",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT},
    }
]
# Its own accounts and sessions stand apart where the users are only read; where they are changed, its log of actions
# has to be in the same database, as everybody has it.
PEOPLE = json.loads(os.environ["PEOPLE"])
APART = {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/django.sqlite3"}
DATABASES = {"default": PEOPLE if os.environ.get("IS_CHANGED") else APART, "people": PEOPLE}
DATABASE_ROUTERS = ["people.Router"]
