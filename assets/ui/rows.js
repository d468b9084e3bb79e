// A list of rows: a press anywhere opens the row, keys walk it, one menu serves all rows.

import { isTyping } from "./frame.js";

const ROWS = "[data-rows] [data-row]";
const PRESSED = "a, button, input, select, label, [role=menuitem]";

const rows = () => [...document.querySelectorAll(ROWS)];
const linkOf = (row) => row?.querySelector("a[data-open]");
const present = () => document.activeElement?.closest?.("[data-row]") ?? null;

/** A press on a row that meets nothing of its own opens it; selecting text in it does not. */
export function openRow(event) {
  if (event.target.closest(PRESSED) || !getSelection().isCollapsed) return;
  const link = linkOf(event.target.closest("[data-row]"));
  if (!link) return;
  if (event.ctrlKey || event.metaKey) open(link.href, "_blank", "noopener");
  else link.click();
}

function walk(step) {
  const all = rows();
  const at = all.indexOf(present());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  linkOf(next)?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

export const nextRow = () => walk(1);
export const previousRow = () => walk(-1);

/** Open the row with the focus, whatever in it has it. */
export function openPresentRow() {
  linkOf(present())?.click();
}

/** Press the envelope of the row with the focus; where that column is not shown, tell `act` the row's id. */
export function pressEnvelope(act) {
  const envelope = present()?.querySelector(".envelope");
  if (!envelope) withRow(act);
  else if (envelope.matches("button")) envelope.click();
}

/** Tell `act` the id of the row with the focus. */
export function withRow(act) {
  const row = present();
  if (row) act(Number(row.dataset.row));
}

/** The letters of an avatar: the first of either name. */
export function initials(firstName, lastName) {
  return [firstName, lastName].map((name) => [...name][0] ?? "").join("").toUpperCase();
}

// ---- the record: the same keys go from one user to the next ----

const STEPS = { j: "next", k: "previous" };

function stepRecord(event) {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const over = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"], [role="menu"]')].at(-1);
  const record = over ? over.closest(".wide-sheet") : document.querySelector(".record-page");
  record?.querySelector(`[data-step="${step}"]:enabled`)?.click();
}

if (typeof document !== "undefined") addEventListener("keydown", stepRecord);

// ---- the way back: a row's link has the focus again when what it opened has closed ----

/** The record has closed: the focus goes to its row, or to the list when the row is not shown. */
export function leaveRecord(event, id) {
  event.preventDefault();
  const link = linkOf(document.querySelector(`[data-rows] [data-row="${Number(id)}"]`));
  (link ?? document.querySelector("[data-rows]"))?.focus({ preventScroll: true });
}

// ---- one menu for all rows: it is moved to the button that asks for it ----

let asked = null;
let closing = null;

if (typeof document !== "undefined") {
  // Before the menu sees the press outside of it and closes.
  addEventListener("pointerdown", (event) => (closing = asked?.contains(event.target) ? asked : null), { capture: true });
}

/** Put the menu's anchor under the pressed button and tell `show` whose row it is. Pressed again, it closes. */
export function askMenu(event, show) {
  const button = event.currentTarget;
  const isClosing = button === closing;
  closing = null;
  if (isClosing) return;
  asked = button;
  const anchor = document.getElementById("row-menu");
  const { left: x, top, width, height } = button.getBoundingClientRect();
  Object.assign(anchor.style, { left: `${x}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  button.setAttribute("aria-expanded", "true");
  show(Number(button.closest("[data-row]").dataset.row));
}

/** Something was chosen: what opens now gives the focus back to the row's button, not to the menu that goes. */
export function chooseInMenu() {
  asked?.focus();
}

/** The menu has closed: the focus goes back to the button that asked for it, unless something else has opened. */
export function leaveMenu(event) {
  event.preventDefault();
  asked?.setAttribute("aria-expanded", "false");
  if (!document.querySelector('[role="dialog"], [role="alertdialog"]')) asked?.focus();
  asked = null;
}
