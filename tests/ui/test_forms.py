"""Forms in the browser: what is sent, what an answer does, and how fields are wired."""

import pytest
import reflex as rx

from admin_dashboard.ui.browser import post, post_form, shortcuts
from admin_dashboard.ui.kit import field, form, option, password_field, select

from .bun import run_in_browser

POST = """
globalThis.fetch = async (url, options) => { calls.push([url, options.method, String(options.body), options.credentials,
  options.headers["X-Requested-With"]]); return { json: async () => (ANSWER) }; };
const form = { fields: { login: "é&=", password: "x" }, removeAttribute: (name) => calls.push(`free ${name}`),
  querySelector: () => null };
await module.postForm("/auth", form, "No answer.", DONE);
return calls;
"""
DONE = "(answer) => calls.push(answer)"


def posted(answer: str, done: str = DONE) -> list:
    return run_in_browser("forms", POST.replace("ANSWER", answer).replace("DONE", done))


class TestPostForm:
    def test_sends_the_fields_with_the_cookies_of_this_site(self):
        sent = posted("{ok: true}")[0]
        assert sent == ["/auth", "POST", "login=%C3%A9%26%3D&password=x", "same-origin", "fetch"]

    def test_follows_a_redirect_as_somebody_new(self):
        assert posted('{ok: true, redirect: "/users"}')[1:] == ["forget token", "/users"]

    @pytest.mark.parametrize(
        "address", ["https://evil.example/", "//evil.example", "/\\\\evil.example", "javascript:x"]
    )
    def test_never_leaves_the_site(self, address):
        assert posted(f'{{ok: true, redirect: "{address}"}}')[1:] == ["forget token", "/"]

    def test_tells_every_other_answer_with_all_its_keys(self):
        answer = posted('{ok: false, fields: {login: "Unknown"}}')[1]
        assert answer == {"ok": False, "redirect": "", "fields": {"login": "Unknown"}, "error": ""}

    @pytest.mark.parametrize("answer", ["'text'", "null", "(() => { throw new Error('html') })()", "{}"])
    def test_says_one_sentence_when_the_answer_is_none_of_ours(self, answer):
        assert posted(answer)[1] == {"ok": False, "redirect": "", "fields": {}, "error": "No answer."}

    def test_ends_the_waiting_where_nobody_listens(self):
        assert posted("{ok: false}", "undefined")[1:] == ["free aria-busy"]


class TestField:
    def test_has_its_label_and_name(self):
        made = str(field("Email", "email").render())
        assert '"htmlFor:\\"email\\""' in made or 'htmlFor:"email"' in made
        assert 'name:"email"' in made
        assert "aria-describedby" not in made

    def test_is_described_by_its_help(self):
        made = str(field("Email", "email", "Used for signing in.").render())
        assert '"aria-describedby":"email-note"' in made
        assert 'id:"email-note"' in made
        assert "aria-invalid" not in made

    def test_shows_the_error_in_place_of_the_help(self):
        errors = rx.Var("errors").to(dict[str, str])
        made = str(field("Email", "email", "Help", errors["email"]).render())
        assert '"aria-invalid":(isTrue(errors?.["email"]) ? "true" : "false")' in made
        assert "'cond_state': 'isTrue(errors?.[\"email\"])'" in made

    def test_with_an_own_id_keeps_its_name(self):
        made = str(field("Email", "email", "Help", id="edit-email").render())
        assert 'id:"edit-email"' in made
        assert 'name:"email"' in made
        assert 'id:"edit-email-note"' in made

    def test_of_a_password_has_an_eye_that_asks_no_server(self):
        made = str(password_field("Password", "password").render())
        assert "toggleSecret(" in made
        assert '"aria-controls":"password"' in made
        assert "addEvents" not in made

    def test_of_a_choice_offers_its_options(self):
        made = str(select("Language", "language", [("en", "English"), ("fr", "Français")]).render())
        assert 'value:"fr"' in made
        assert '"Fran' in made

    def test_of_a_tick_names_it_by_its_text(self):
        made = option("Add another", "another", "And stay here")
        assert made.children[0].render()["name"] == '"input"'
        assert "And stay here" in str(made.render())


class TestForm:
    def test_without_a_guard_asks_nothing(self):
        assert "data-guard" not in str(form(id="f", on_submit=post_form("/x")).render())

    def test_with_a_guard_asks_before_it_is_left(self):
        made = str(form(id="f", on_submit=post_form("/x"), guard=True).render())
        assert '"data-guard":(say("Leave without saving?' in made

    def test_leaves_checking_to_the_server(self):
        assert "noValidate:true" in str(form(id="f", on_submit=post_form("/x")).render())

    def test_sends_a_field_once_under_its_name(self):
        made = form(field("Email", "email", id="edit-email"), id="f", on_submit=post_form("/x"))
        assert "edit_email" not in "".join(str(hook) for hook in made.add_hooks())


class TestTriggers:
    def test_post_sends_its_values(self):
        assert (
            str(post("/auth/language", language="fr")) == '(() => (post("/auth/language", ({ ["language"] : "fr" }))))'
        )

    def test_shortcuts_take_handlers_and_functions(self):
        made = str(shortcuts({"?": rx.noop(), "/": post("/x")}).render())
        assert '["?"]' in made
        assert 'post("/x"' in made
