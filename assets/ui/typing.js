// What is typed into a form, told after a short pause.

const PAUSE = 150;
const timers = new WeakMap();

/** Tell `done` what stands in the form around the event's place, once nobody has typed for a moment. */
export function afterPause(event, done) {
  const { form } = event.target;
  if (!form) return;
  clearTimeout(timers.get(form));
  const tell = () => form.isConnected && done(Object.fromEntries(new FormData(form)));
  timers.set(form, setTimeout(tell, PAUSE));
}

/** Show what stands in a password field: it was made by us and has to be handed on. */
export function reveal(id) {
  const input = document.getElementById(id);
  if (input?.type === "password") document.querySelector(`[aria-controls="${id}"]`)?.click();
}

/** Copy what stands in a field. */
export async function copyField(id) {
  const input = document.getElementById(id);
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    // Without https browsers keep the clipboard shut: the text is selected for Ctrl C.
    input.select();
  }
}
