// The list of columns: what had the focus has it still when the list has been put in another order.

import { useLayoutEffect, useRef } from "react";

/** A moved row takes the focus with it. `rows` changes with every order. */
export function KeepFocus({ rows }) {
  const present = useRef("");
  useLayoutEffect(() => {
    const remember = (event) => (present.current = event.target.id);
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);
  useLayoutEffect(() => {
    if (document.activeElement === document.body && present.current) document.getElementById(present.current)?.focus();
  }, [rows]);
  return null;
}
