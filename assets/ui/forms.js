// What forms do in the browser: send, wait, show what is wrong, ask before what was typed is lost.

import { useEffect } from "react";

const LONGEST_WAIT = 10000;

/** The answer of a route: `{ok, redirect?, fields?, error?}`. Anything else becomes one sentence. */
export async function send(url, body, failure) {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { "X-Requested-With": "fetch", Accept: "application/json" },
    });
    const answer = await response.json();
    return { ok: Boolean(answer.ok), redirect: answer.redirect ?? "", fields: answer.fields ?? {}, error: answer.error ?? "" };
  } catch {
    return { ok: false, redirect: "", fields: {}, error: failure };
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
  if (answer.ok && answer.redirect) return startAnew(answer.redirect);
  endWait(form);
  done?.(answer);
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
  clearTimeout(form?.waitTimer);
  form?.removeAttribute("aria-busy");
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// ---- unsaved work ----

const unsaved = new Set();

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

/** Tell whether a sheet opens or closes; closing asks first when something in it was typed and not saved. */
export function guardedChange(isOpen, change) {
  const sheets = document.querySelectorAll('[role="dialog"][data-state="open"]');
  if (isOpen || mayLeave(sheets[sheets.length - 1] ?? document)) change(isOpen);
}

if (typeof document !== "undefined") {
  // Before React, which listens on the document.
  const early = { capture: true };
  addEventListener("click", (e) => e.target.closest?.('[aria-disabled="true"]') && stop(e), early);
  addEventListener("submit", (e) => {
    if (e.target.getAttribute("aria-busy") === "true" || e.submitter?.getAttribute("aria-disabled") === "true") return stop(e);
    unsaved.delete(e.target);
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

/** Follows the answers to a form: ends the waiting and puts the focus into the first wrong field. */
export function FormAnswers({ form, errors, answers }) {
  const wrong = Object.keys(errors ?? {}).filter((name) => errors[name]).length;
  useEffect(() => {
    const element = document.getElementById(form);
    endWait(element);
    if (!element || !wrong) return;
    if (element.dataset.guard) unsaved.add(element);
    element.querySelector('[aria-invalid="true"]')?.focus();
  }, [form, errors, answers, wrong]);
  return null;
}

// ---- fields ----

/** Show or hide what is typed into the password field beside the pressed button. */
export function toggleSecret(event) {
  const button = event.currentTarget;
  const input = document.getElementById(button.getAttribute("aria-controls"));
  const isShown = input.type === "password";
  input.type = isShown ? "text" : "password";
  button.setAttribute("aria-pressed", String(isShown));
}

/** Where the focus goes when a sheet opens: the field that asks for it, else the title. */
export function focusOnOpen(event) {
  const wanted = event.currentTarget.querySelector("[data-first]") ?? event.currentTarget.querySelector("[data-title]");
  if (!wanted) return;
  event.preventDefault();
  wanted.focus({ preventScroll: true });
}
