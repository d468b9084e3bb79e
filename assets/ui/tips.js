// One tooltip for everything that carries `data-hint`: a list of many rows needs no component for each.

const WAIT = 400;
const GAP = 6;
const EDGE = 8;

let tip = null;
let owner = null;
let timer = 0;

function hide() {
  clearTimeout(timer);
  tip?.remove();
  tip = owner = null;
}

function place() {
  const at = owner.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = Math.min(Math.max(at.left + at.width / 2 - width / 2, EDGE), innerWidth - width - EDGE);
  const above = at.top - height - GAP;
  tip.style.left = `${left}px`;
  tip.style.top = `${above < EDGE ? at.bottom + GAP : above}px`;
}

function show() {
  if (!owner?.isConnected) return hide();
  tip = document.createElement("div");
  tip.className = "hint";
  tip.textContent = owner.dataset.hint;
  // The name of what it belongs to says the same.
  tip.setAttribute("aria-hidden", "true");
  (owner.closest(".radix-themes") ?? document.body).append(tip);
  place();
}

function over(event) {
  const found = event.target.closest?.("[data-hint]") ?? null;
  if (found === owner || event.target === tip) return;
  hide();
  if (!found?.dataset.hint) return;
  owner = found;
  if (event.type === "focusin" && !found.matches(":focus-visible")) return;
  timer = setTimeout(show, event.type === "focusin" ? 0 : WAIT);
}

if (typeof document !== "undefined") {
  addEventListener("pointerover", over);
  addEventListener("focusin", over);
  addEventListener("focusout", hide);
  addEventListener("pointerdown", hide);
  addEventListener("scroll", hide, true);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
}

/** Brings this file into a page. */
export function Hints() {
  return null;
}
