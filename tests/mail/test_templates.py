"""What our mails say, in both languages."""

import re
from html.parser import HTMLParser

import pytest

from admin_dashboard.core.i18n import LANGUAGES
from admin_dashboard.mail.layout import Rendered, render
from admin_dashboard.mail.templates import Template, content
from admin_dashboard.settings import settings

VALUES = {
    Template.INVITATION: {
        "name": "Éléonore",
        "username": "eleonore.darc",
        "inviter": "Marie Dupont",
        "url": "http://localhost:3000/invitation/abc",
        "until": "23 Nov 2030, 11:40 UTC",
    },
    Template.PASSWORD_RESET: {"name": "Éléonore", "url": "http://localhost:3000/password/abc", "until": "noon"},
    Template.PASSWORD_SET: {"name": "Éléonore"},
    Template.EMAIL_CHANGED: {"name": "Éléonore"},
    Template.SIGN_IN_THROTTLED: {"name": "Éléonore"},
}
EVERY = pytest.mark.parametrize(("template", "language"), [(t, lang) for t in Template for lang in LANGUAGES])


def rendered(template: str, language: str = "en", **values: object) -> Rendered:
    return render(content(template, **{**VALUES[Template(template)], **values}), language)


class Reader(HTMLParser):
    """Collects tags and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.sources: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.sources += [value or "" for name, value in attrs if name in {"src", "href", "background"}]

    def handle_data(self, data):
        self.words += data


@EVERY
def test_says_the_same_in_text_and_html(template, language):
    mail = rendered(template, language)
    html = " ".join(Reader(mail.html).words.split())
    for paragraph in mail.text.split("\n\n"):
        if "http" not in paragraph:
            assert " ".join(paragraph.split()) in html


@EVERY
def test_loads_nothing_from_anywhere(template, language):
    reader = Reader(rendered(template, language).html)
    assert {"img", "script", "link", "iframe", "form"} & set(reader.tags) == set()
    assert all(source.startswith("http://localhost:3000/") for source in reader.sources)
    assert "url(" not in rendered(template, language).html


@EVERY
def test_names_its_language_and_serves_dark_readers(template, language):
    html = rendered(template, language).html
    assert f'<html lang="{language}">' in html
    assert "prefers-color-scheme: dark" in html
    assert '<meta name="color-scheme" content="light dark">' in html


@EVERY
def test_a_hostile_name_is_text(template, language):
    name = "<script>alert(1)</script>{x}\"'&"
    mail = rendered(template, language, name=name)
    assert "script" not in Reader(mail.html).tags
    assert name in Reader(mail.html).words
    assert name in mail.text


@EVERY
def test_a_subject_is_one_line(template, language, monkeypatch):
    monkeypatch.setenv("SITE_NAME", "Nord\r\nBcc: x@evil.example")
    settings.cache_clear()
    assert re.fullmatch(r"[^\r\n]+", rendered(template, language).subject)


def test_an_invitation_says_who_invites_and_until_when():
    text = rendered("invitation").text
    for value in VALUES[Template.INVITATION].values():
        assert value in text


def test_an_invitation_asked_for_again_names_no_inviter():
    assert "You are invited to join" in rendered("invitation", inviter="").text


def test_a_temporary_password_is_never_in_the_mail():
    with pytest.raises(TypeError):
        rendered("password_set", password="walnut harbour 41 kites")


def test_there_is_no_other_mail():
    with pytest.raises(ValueError, match="advertisement"):
        content("advertisement")
