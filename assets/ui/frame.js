// The frame of the page: side menu, address bar, keys, leaving.

import { useEffect } from "react";
import { useBlocker } from "react-router";
import { hasUnsaved, mayLeave } from "./forms.js";

// ---- the side menu: full or icons only, remembered in this browser ----

const MENU = "menu";

function showMenu(size) {
  document.documentElement.dataset.menu = size;
}

/** Make the side menu narrow or full. */
export function toggleMenu() {
  const size = document.documentElement.dataset.menu === "narrow" ? "full" : "narrow";
  showMenu(size);
  try {
    localStorage.setItem(MENU, size);
  } catch {
    // A browser that keeps nothing still folds the menu until the page is left.
  }
}

if (typeof document !== "undefined") {
  try {
    showMenu(localStorage.getItem(MENU) === "narrow" ? "narrow" : "full");
  } catch {
    showMenu("full");
  }
}

// ---- the address ----

/** Keeps the address bar at `address` without a load, without an event and without a step in the history. */
export function AddressBar({ address }) {
  useEffect(() => {
    if (address && address !== location.pathname + location.search) history.replaceState(history.state, "", address);
  }, [address]);
  return null;
}

// ---- keys ----

/** Whether what is pressed now is typed into something. */
export function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button)$/.test(target.type);
}

const isCovered = () => document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]');

/** What a key press means here: its name, or nothing while somebody types or something lies over the page. */
export function shortcut(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return "";
  if (isTyping(event.target) || isCovered()) return "";
  return event.key;
}

/** Runs `actions[key]` when that key is pressed outside fields, dialogs and menus. */
export function Shortcuts({ actions }) {
  useEffect(() => {
    const press = (event) => {
      const key = shortcut(event);
      // Enter and blank press what has the focus.
      if ((key === "Enter" || key === " ") && event.target.closest("a, button, [role=button]")) return;
      if (!key || !Object.hasOwn(actions, key)) return;
      event.preventDefault();
      actions[key](key);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [actions]);
  return null;
}

/** Put the focus somewhere, and the caret at the end of what stands there. */
export function focusOn(id) {
  const element = document.getElementById(id);
  element?.focus();
  element?.select?.();
}

// ---- leaving ----

/** Asks before a change of page loses what was typed. Once a page. */
export function LeaveGuard() {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && hasUnsaved(),
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (mayLeave()) blocker.proceed();
    else blocker.reset();
  }, [blocker]);
  return null;
}

/** Load this page again. */
export const reload = () => location.reload();
