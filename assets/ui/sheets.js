// Sheets and questions over the page: where the focus goes, and whether they may close.

import { mayLeave } from "./forms.js";

/** Tell whether a sheet opens or closes; closing asks first when something in it was typed and not saved. */
export function guardedChange(isOpen, change) {
  const sheets = document.querySelectorAll('[role="dialog"][data-state="open"]');
  if (isOpen || mayLeave(sheets[sheets.length - 1] ?? document)) change(isOpen);
}

const openers = new WeakMap();

/** Remember what had the focus when this opened. */
export function rememberFocus(event) {
  openers.set(event.currentTarget, document.activeElement);
}

/** The focus goes to the field that asks for it, else to the title. */
export function focusOnOpen(event) {
  rememberFocus(event);
  const wanted = event.currentTarget.querySelector("[data-first]") ?? event.currentTarget.querySelector("[data-title]");
  if (!wanted) return;
  event.preventDefault();
  wanted.focus({ preventScroll: true });
}

/** Closed, the focus goes back to where it was; when that is gone, to the content. */
export function returnFocus(event) {
  event.preventDefault();
  const opener = openers.get(event.currentTarget);
  (opener?.isConnected ? opener : document.getElementById("main"))?.focus?.({ preventScroll: true });
}
