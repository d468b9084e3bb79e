// Notices as toasts: each is shown once, then the server forgets it.

import { useEffect } from "react";
import { toast } from "sonner";
import { refused } from "./forms.js";

const SHORT = 5000;
const LONG = 12000;
const shown = new Set();

/** Shows what is new in `notices` ([{id, kind, text}]) and tells `onShown` the ids. */
export function Notices({ notices, onShown }) {
  useEffect(() => {
    const fresh = notices.filter(({ id }) => !shown.has(id));
    for (const { id, kind, text } of fresh) {
      shown.add(id);
      if (kind === "error") refused();
      toast[kind]?.(text, { id, duration: kind === "error" ? LONG : SHORT });
    }
    if (fresh.length) onShown(fresh.map(({ id }) => id));
  }, [notices]);
  return null;
}
