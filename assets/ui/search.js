// A search field that asks one question at a time. What is typed while an answer is under way waits, and only the
// newest is asked next: a busy server answers late, never all in vain. What is merely counted waits until the typing rests.

import { useEffect } from "react";

const LONGEST_WAIT = 3000;
const REST = 250;

let asked = null;
let wanted = null;
let isWaiting = false;
let timer = null;
let isRestOwed = false;
let restTimer = null;
let tellRest = null;

function askNext() {
  clearTimeout(timer);
  isWaiting = false;
  const [text, ask] = wanted ?? [asked];
  wanted = null;
  if (text === asked) return rest();
  asked = text;
  isRestOwed = true;
  isWaiting = true;
  // An answer that never comes, its connection lost, must not keep the field silent.
  timer = setTimeout(askNext, LONGEST_WAIT);
  ask(text);
}

function rest() {
  if (!isRestOwed) return;
  clearTimeout(restTimer);
  restTimer = setTimeout(() => {
    isRestOwed = false;
    tellRest?.();
  }, REST);
}

/** Ask for what stands in the field, at once or when the answer under way has come. */
export function askInTurn(event, ask) {
  clearTimeout(restTimer);
  wanted = [event.target.value, ask];
  if (!isWaiting) askNext();
}

/** Hears the answers: `text` is what the list that is shown was asked. Tells when nobody types any more. Once a page. */
export function SearchAnswers({ text, onRest }) {
  tellRest = onRest;
  useEffect(() => {
    if (!isWaiting) asked = text;
    else if (text === asked) askNext();
  }, [text]);
  return null;
}
