// A search field that asks one question at a time. What is typed while an answer is under way waits, and only the
// newest is asked next: a busy server answers late, never all in vain.

import { useEffect } from "react";

const LONGEST_WAIT = 3000;

let asked = null;
let wanted = null;
let isWaiting = false;
let timer = null;

function askNext() {
  clearTimeout(timer);
  isWaiting = false;
  const [text, ask] = wanted ?? [asked];
  wanted = null;
  if (text === asked) return;
  asked = text;
  isWaiting = true;
  // An answer that never comes, its connection lost, must not keep the field silent.
  timer = setTimeout(askNext, LONGEST_WAIT);
  ask(text);
}

/** Ask for what stands in the field, at once or when the answer under way has come. */
export function askInTurn(event, ask) {
  wanted = [event.target.value, ask];
  if (!isWaiting) askNext();
}

/** Hears the answers: `text` is what the list that is shown was asked. Once a page. */
export function SearchAnswers({ text }) {
  useEffect(() => {
    if (!isWaiting) asked = text;
    else if (text === asked) askNext();
  }, [text]);
  return null;
}
