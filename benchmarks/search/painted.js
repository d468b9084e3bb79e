// Takes the time from a key to the first frame that shows what came of it. Put into every page before its own scripts.

(() => {
  const SEARCH = "#list-search";
  const ROWS = "[data-rows] tbody";
  const taken = [];
  let pressed = null;

  // A message is delivered only after the frame that was asked for before it has been painted.
  const afterPaint = (act) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = act;
      channel.port2.postMessage(0);
    });

  // In the list: a letter, then the rows change.
  const shows = ({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest(ROWS);
  addEventListener("keydown", (event) => { if (event.target.matches?.(SEARCH)) pressed = event.timeStamp; }, true);
  new MutationObserver((changes) => {
    if (pressed === null || !changes.some(shows)) return;
    const since = pressed;
    pressed = null;
    afterPaint(() => taken.push(performance.now() - since));
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  // In Django's admin: Enter, then another page.
  const now = (at) => performance.timeOrigin + at;
  addEventListener("keydown", (event) => {
    if (event.key === "Enter") sessionStorage.setItem("pressed", now(event.timeStamp));
  }, true);
  addEventListener("DOMContentLoaded", () => {
    const since = sessionStorage.getItem("pressed");
    sessionStorage.removeItem("pressed");
    if (since) afterPaint(() => taken.push(now(performance.now()) - Number(since)));
  });

  window.takePainted = () => taken.splice(0);
})();
