// Follows the answers of the server to one form.

import { useEffect, useRef } from "react";
import { answered } from "./forms.js";

/** `count` grows with every answer to this page. */
export function FormAnswers({ form, count }) {
  const seen = useRef(count);
  useEffect(() => {
    const element = document.getElementById(form);
    if (element && seen.current !== count) answered(element);
    seen.current = count;
  }, [form, count]);
  return null;
}
