// Files the server has ready for this page.

import { useEffect } from "react";

/** Have the browser fetch the file at `address` and tell `onBegun` so; the page stays as it is. */
export function Download({ address, onBegun }) {
  useEffect(() => {
    if (!address) return;
    const link = document.createElement("a");
    link.href = address;
    link.download = "";
    document.body.append(link);
    link.click();
    link.remove();
    onBegun(address);
  }, [address]);
  return null;
}
