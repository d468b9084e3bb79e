// What forms do in the browser: send, wait, show what is wrong, ask before what was typed is lost.

const LONGEST_WAIT = 10000;

/** The answer of a route, `{ok, redirect, fields, error}` with every key; `failure` is the error of one that says none. */
export async function send(url, body, failure) {
  let said = {};
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { "X-Requested-With": "fetch", Accept: "application/json" },
    });
    said = (await response.json()) ?? {};
    if (said.ok && said.theme) keepTheme(said.theme);
  } catch {
    // Unreachable, or not an answer of ours: `failure` says it.
  }
  const { ok = false, redirect = "", fields = {}, error = "" } = said;
  const isSaid = ok || error || Object.keys(fields).length > 0;
  return { ok, redirect, fields, error: isSaid ? error : failure };
}

/** A person's own theme goes with them to every browser. */
function keepTheme(theme) {
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // A browser that keeps nothing shows the theme of the system.
  }
}

/** Load a page of this site anew, as somebody else: what the tab knew on the server is forgotten. */
export function startAnew(address) {
  const isLocal = address.startsWith("/") && !address.startsWith("//") && !address.startsWith("/\\");
  sessionStorage.removeItem("token");
  location.assign(isLocal ? address : "/");
}

/** Post a form's fields. A redirect is followed, every other answer goes to `done`. */
export async function postForm(url, form, failure, done) {
  const answer = await send(url, new URLSearchParams(new FormData(form)), failure);
  if (answer.ok && answer.redirect) startAnew(answer.redirect);
  else if (done) done(answer);
  else answered(form);
}

/** Post some values that need no form, then follow the answer or load the page anew. */
export async function post(url, values) {
  const answer = await send(url, new URLSearchParams(values), "");
  if (answer.redirect) startAnew(answer.redirect);
  else location.reload();
}

// ---- waiting: what was pressed shows it, keeps the focus, and cannot be pressed again ----

function beginWait(form) {
  form.setAttribute("aria-busy", "true");
  clearTimeout(form.waitTimer);
  form.waitTimer = setTimeout(() => endWait(form), LONGEST_WAIT);
}

function endWait(form) {
  clearTimeout(form.waitTimer);
  form.removeAttribute("aria-busy");
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// ---- unsaved work ----

const unsaved = new Set();
const sent = new Set();

function unsavedForms(within = document) {
  for (const form of unsaved) if (!form.isConnected) unsaved.delete(form);
  return [...unsaved].filter((form) => within.contains(form));
}

/** Whether the page, or the part of it, may be left: true when nothing was typed or the person says so. */
export function mayLeave(within = document) {
  const forms = unsavedForms(within);
  if (forms.length && !confirm(forms[0].dataset.guard)) return false;
  forms.forEach((form) => unsaved.delete(form));
  return true;
}

export const hasUnsaved = () => unsavedForms().length > 0;

/** What was sent has been refused: it is as unsaved as before. */
export function refused() {
  for (const form of sent) if (form.dataset.guard) unsaved.add(form);
}

/** The server has answered: the waiting ends, and the focus goes into the first wrong field. */
export function answered(form) {
  const wrong = form.querySelector('[aria-invalid="true"]');
  if (wrong && sent.has(form)) {
    refused();
    wrong.focus();
  }
  sent.delete(form);
  endWait(form);
}

if (typeof document !== "undefined") {
  // Before React, which listens on the document.
  const early = { capture: true };
  addEventListener("click", (e) => e.target.closest?.('[aria-disabled="true"]') && stop(e), early);
  addEventListener("submit", (e) => {
    if (e.target.getAttribute("aria-busy") === "true" || e.submitter?.getAttribute("aria-disabled") === "true") return stop(e);
    unsaved.delete(e.target);
    sent.add(e.target);
    if (e.target.dataset.waits) beginWait(e.target);
  }, early);
  addEventListener("input", (e) => {
    const form = e.target.form;
    if (form?.dataset.guard) unsaved.add(form);
  }, early);
  addEventListener("reset", (e) => unsaved.delete(e.target), early);
  addEventListener("beforeunload", (e) => {
    // Stopped here, so that the connection is not given up when the person stays.
    if (hasUnsaved()) stop(e);
  }, early);
}

// ---- fields ----

const kept = new WeakSet();

/** React sets an input's type anew with every change around it: what the person chose stands. */
function keepType(input, button) {
  if (kept.has(input)) return;
  kept.add(input);
  const restore = () => {
    const chosen = button.getAttribute("aria-pressed") === "true" ? "text" : "password";
    if (input.type !== chosen) input.type = chosen;
  };
  new MutationObserver(restore).observe(input, { attributes: true, attributeFilter: ["type"] });
}

/** Show or hide what is typed into the password field beside the pressed button. */
export function toggleSecret(event) {
  const button = event.currentTarget;
  const input = document.getElementById(button.getAttribute("aria-controls"));
  const isShown = input.type === "password";
  button.setAttribute("aria-pressed", String(isShown));
  keepType(input, button);
  input.type = isShown ? "text" : "password";
}
