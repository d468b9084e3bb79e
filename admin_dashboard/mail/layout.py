"""How our mails look: one column, plain, readable in light and dark, without anything loaded from elsewhere."""

from dataclasses import dataclass, field
from html import escape

from ..core.i18n import Message, _
from ..settings import settings

_FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Inter,Helvetica,Arial,sans-serif"
_STYLE = """\
@media (prefers-color-scheme: dark) {
.ground { background: #131416 !important; } .sheet { background: #1b1d20 !important; border-color: #2a2d31 !important; }
.strong { color: #edeef0 !important; } .soft { color: #b0b4ba !important; } .soft a { color: #70b8ff !important; }
}
"""
_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{subject}</title>
<style>
{style}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f4f5f7;">
<div style="display:none;max-height:0;overflow:hidden;">{preview}</div>
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f5f7;">
<tr><td align="center" style="padding:32px 16px;">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0"
 style="max-width:520px;background:#ffffff;border:1px solid #e0e3e7;border-radius:8px;">
<tr><td style="padding:32px;font-family:{font};">
<p class="soft" style="margin:0 0 24px;font-size:13px;line-height:18px;color:#60646c;">{site}</p>
<h1 class="strong" style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600;color:#1c2024;">{heading}</h1>
{body}
</td></tr>
</table>
<p class="soft"
 style="margin:16px 0 0;max-width:520px;font-family:{font};font-size:12px;line-height:18px;color:#60646c;">
{foot}</p>
</td></tr>
</table>
</body>
</html>
"""
_PARAGRAPH = '<p class="strong" style="margin:0 0 16px;font-size:15px;line-height:23px;color:#1c2024;">{text}</p>\n'
_NOTE = '<p class="soft" style="margin:0 0 12px;font-size:13px;line-height:19px;color:#60646c;">{text}</p>\n'
_BUTTON = """\
<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 24px;">
<tr><td style="border-radius:6px;background:#1560bd;">
<a href="{url}" target="_blank"
 style="display:inline-block;padding:11px 20px;font-size:15px;line-height:20px;font-weight:600;color:#ffffff;\
text-decoration:none;border-radius:6px;">{label}</a>
</td></tr>
</table>
<p class="soft" style="margin:0 0 12px;font-size:13px;line-height:19px;color:#60646c;">{hint}<br>
<a href="{url}" target="_blank" style="color:#1560bd;word-break:break-all;">{url}</a></p>
"""


@dataclass(frozen=True)
class Content:
    """What a mail says. `link` is the one thing to press: (label, address)."""

    subject: Message
    heading: Message
    paragraphs: tuple[Message, ...]
    link: tuple[Message, str] | None = None
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """A mail in one language, as text and as HTML."""

    subject: str
    text: str
    html: str = field(repr=False)


def render(content: Content, language: str) -> Rendered:
    """The mail in that language. Values are data: whatever they hold is escaped in the HTML."""
    subject = " ".join(content.subject.in_language(language).split())
    return Rendered(subject, _text(content, language), _html(content, subject, language))


def _foot() -> Message:
    return _(
        "This mail was sent automatically by {site} ({address}).", site=settings().site_name, address=settings().origin
    )


def _text(content: Content, language: str) -> str:
    parts = [content.heading.in_language(language), *(p.in_language(language) for p in content.paragraphs)]
    if content.link:
        label = _("{label}:", label=content.link[0])
        parts.append(f"{label.in_language(language)}\n{content.link[1]}")
    parts += [note.in_language(language) for note in content.notes]
    return "\n\n".join([*parts, f"-- \n{_foot().in_language(language)}"]) + "\n"


def _html(content: Content, subject: str, language: str) -> str:
    def safe(message: Message) -> str:
        return escape(message.in_language(language))

    body = [_PARAGRAPH.format(text=safe(paragraph)) for paragraph in content.paragraphs]
    if content.link:
        hint = safe(_("If the button does not work, copy this address into your browser:"))
        body.append(_BUTTON.format(url=escape(content.link[1]), label=safe(content.link[0]), hint=hint))
    body += [_NOTE.format(text=safe(note)) for note in content.notes]
    return _PAGE.format(
        language=language,
        subject=escape(subject),
        style=_STYLE,
        font=_FONT,
        preview=safe(content.paragraphs[0]),
        site=escape(settings().site_name),
        heading=safe(content.heading),
        body="".join(body).rstrip("\n"),
        foot=safe(_foot()),
    )
