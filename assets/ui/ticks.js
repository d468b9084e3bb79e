// Ticks of rows. They show at once; each gesture is told once, under a number; and what is read from the server stands
// under the gestures it had not heard of yet.

import { useEffect, useLayoutEffect } from "react";

const BOXES = "[data-rows] [data-row] .tick input";
const PAGE = "[data-tick-page]";

let read = new Set();
let gestures = [];
let last = 0;
let anchor = 0;

const boxes = () => [...document.querySelectorAll(BOXES)];
const idOf = (box) => Number(box.closest("[data-row]").dataset.row);

/** What a gesture makes of the ids that are ticked; one without ids is about everybody. */
function apply(ticked, { ids, isOn }) {
  if (!ids && !isOn) ticked.clear();
  else for (const id of ids ?? boxes().map(idOf)) isOn ? ticked.add(id) : ticked.delete(id);
}

function show() {
  const ticked = new Set(read);
  gestures.forEach((gesture) => apply(ticked, gesture));
  const all = boxes();
  for (const box of all) box.checked = ticked.has(idOf(box));
  const page = document.querySelector(PAGE);
  if (!page) return;
  const count = all.filter((box) => box.checked).length;
  page.checked = count > 0 && count === all.length;
  page.indeterminate = count > 0 && count < all.length;
}

function begin(ids, isOn) {
  last += 1;
  gestures.push({ number: last, ids, isOn, isAnswered: false });
  show();
  return last;
}

/** The rows from the one ticked before to this one, when it is on the page. */
function range(box) {
  const all = boxes();
  const from = all.findIndex((other) => idOf(other) === anchor);
  const to = all.indexOf(box);
  return from < 0 ? [box] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** Shows who is ticked: `ticked` when `rows` were read, then what was pressed since. Tells each gesture. */
export function Ticks({ rows, ticked, answered, refused, onTick }) {
  useLayoutEffect(() => {
    last = Math.max(last, answered, refused);
    gestures = gestures.filter(({ number }) => number !== refused);
    for (const gesture of gestures) gesture.isAnswered ||= gesture.number <= answered;
    while (gestures[0]?.isAnswered) apply(read, gestures.shift());
    show();
  }, [answered, refused]);

  useLayoutEffect(() => {
    read = new Set(ticked);
    gestures = gestures.filter(({ isAnswered }) => !isAnswered);
    show();
  }, [rows, ticked]);

  useEffect(() => {
    const press = (event) => {
      const box = event.target;
      if (!box.matches?.(`${BOXES}, ${PAGE}`)) return;
      const isPage = box.matches(PAGE);
      const pressed = isPage ? boxes() : event.shiftKey ? range(box) : [box];
      if (event.shiftKey) getSelection().removeAllRanges();
      if (!isPage) anchor = idOf(box);
      const ids = pressed.map(idOf);
      if (ids.length) onTick(ids, box.checked, begin(ids, box.checked));
    };
    document.addEventListener("click", press);
    return () => document.removeEventListener("click", press);
  }, [onTick]);

  return null;
}

const present = () => document.activeElement?.closest?.("[data-row]")?.querySelector(".tick input");

/** Tick or untick the row with the focus. */
export const tickRow = () => present()?.click();

/** The same for every row from the one ticked before to the one with the focus. */
export function tickToRow() {
  present()?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: true }));
}

/** Tick everybody who matches. What was pressed goes, so the focus moves on to what takes it back. */
export function tickAll(tell) {
  tell(begin(null, true));
  document.querySelector("[data-clear]")?.focus();
}

/** Tick nobody. The bar goes, so the focus moves to the list. */
export function clearTicks(tell) {
  tell(begin(null, false));
  document.querySelector("[data-rows]")?.focus({ preventScroll: true });
}
