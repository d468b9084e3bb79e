// Notices as toasts: each is shown once, then the server forgets it.

import { useEffect } from "react";
import { useNavigate } from "react-router";
import { toast } from "sonner";
import { refused } from "./forms.js";

const SHORT = 5000;
const LONG = 12000;
const shown = new Set();

/** Shows what is new in `notices` ([{id, kind, text, path?, link?}]) and tells `onShown` the ids. */
export function Notices({ notices, onShown }) {
  const navigate = useNavigate();
  useEffect(() => {
    const fresh = notices.filter(({ id }) => !shown.has(id));
    for (const { id, kind, text, path, link } of fresh) {
      shown.add(id);
      if (kind === "error") refused();
      const action = path && { label: link, onClick: () => navigate(path) };
      toast[kind]?.(text, { id, action, duration: kind === "error" || path ? LONG : SHORT });
    }
    if (fresh.length) onShown(fresh.map(({ id }) => id));
  }, [notices]);
  return null;
}
