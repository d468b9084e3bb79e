// A menu's content is drawn inside a landmark of the page, where readers who move by landmarks find it.

import { createElement, useEffect, useState } from "react";
import { DropdownMenu } from "@radix-ui/themes";

/** Radix' menu content, placed in the element that `within` selects. */
export function MenuContent({ within, ...props }) {
  const [container, setContainer] = useState(null);
  useEffect(() => setContainer(document.querySelector(within)), [within]);
  return createElement(DropdownMenu.Content, { ...props, container });
}
