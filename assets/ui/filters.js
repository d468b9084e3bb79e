// The filter panel: where the focus goes when it opens.

/** The focus goes to the first control of the group that was asked for, else to the first of all. */
export function focusGroup(event, at) {
  event.preventDefault();
  const panel = event.currentTarget;
  const group = at ? panel.querySelector(`[data-group="${CSS.escape(at)}"]`) : null;
  (group ?? panel).querySelector("input")?.focus({ preventScroll: true });
  group?.scrollIntoView({ block: "nearest" });
}
