// A file on its way to the server: chosen or dropped, sent as it is with its progress, and given up when asked.

import { Button } from "@radix-ui/themes";
import { createElement as h, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";

const REST = { share: -1, error: "", name: "" };

const isFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** The answer of the route, `{ok, redirect, error}`; `failure` is the error of one that says none. */
function answerOf(request, failure) {
  try {
    const { ok = false, redirect = "", error = "" } = JSON.parse(request.responseText) ?? {};
    return { ok, redirect, error: ok ? "" : error || failure };
  } catch {
    return { ok: false, redirect: "", error: failure };
  }
}

/** Send the file; `tell` hears how much of it has gone (0 to 1), `done` the answer. */
function send(file, { url, corrects, failure }, tell, done) {
  const request = new XMLHttpRequest();
  request.open("POST", url);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  if (corrects) request.setRequestHeader("X-Corrects", String(corrects));
  request.upload.onprogress = (event) => event.lengthComputable && tell(event.loaded / event.total);
  request.onload = () => done(answerOf(request, failure));
  request.onerror = () => done({ ok: false, redirect: "", error: failure });
  request.send(file);
  return request;
}

function Bar({ share, label, cancel, text, onCancel }) {
  const percent = Math.round(share * 100);
  return h(
    "div",
    { className: "sending" },
    h("div", { className: "sending-line" },
      h("span", { className: "strong cut grow" }, label),
      h("span", { className: "sub num" }, percent < 100 ? `${percent} %` : text),
      // What had the focus is hidden meanwhile.
      h("button", { type: "button", className: "link-button", onClick: onCancel, autoFocus: true }, cancel)),
    h("div", { className: "bar", role: "progressbar", "aria-label": label, "aria-valuenow": percent, "aria-valuemin": 0, "aria-valuemax": 100 },
      h("div", { className: "bar-done", style: { width: `${percent}%` } })),
  );
}

/** A place to drop a file on, around `children` and the button that chooses one. */
export function UploadZone({ children, url, corrects, most, choose, cancel, reading, tooLarge, failure, cancelled, className }) {
  const [{ share, error, name }, show] = useState(REST);
  const [isOver, setOver] = useState(false);
  const [said, say] = useState("");
  const request = useRef(null);
  const button = useRef(null);
  const input = useRef(null);
  const navigate = useNavigate();

  // Whoever leaves the page gives the file up.
  useEffect(() => () => request.current?.abort(), []);

  const rest = (error) => {
    show({ ...REST, error });
    requestAnimationFrame(() => button.current?.focus());
  };

  const take = (file) => {
    if (!file || request.current) return;
    say("");
    if (most && file.size > most) return rest(tooLarge);
    show({ share: 0, error: "", name: file.name });
    request.current = send(file, { url, corrects, failure }, (gone) => show({ share: gone, error: "", name: file.name }), (answer) => {
      request.current = null;
      if (!answer.ok) return rest(answer.error);
      show(REST);
      navigate(answer.redirect);
    });
  };

  const giveUp = () => {
    request.current?.abort();
    request.current = null;
    rest("");
    say(cancelled);
  };

  const dropped = (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };

  const over = (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    setOver(true);
  };

  const left = (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOver(false);
  };

  return h(
    "div",
    { className: `${className} ${isOver ? "over" : ""}`, onDragOver: over, onDragLeave: left, onDrop: dropped },
    // It keeps its place while a file is on its way: nothing below moves.
    h("div", { className: "choosing", style: share >= 0 ? { visibility: "hidden" } : undefined },
      children,
      h(Button, { type: "button", size: "2", ref: button, onClick: () => input.current.click() }, h("span", null, choose))),
    share >= 0 && h(Bar, { share, label: name, cancel, text: reading, onCancel: giveUp }),
    h("input", {
      type: "file",
      ref: input,
      hidden: true,
      "aria-label": choose,
      onChange: (event) => {
        take(event.target.files[0]);
        event.target.value = "";
      },
    }),
    h("div", { role: "alert", className: error ? "notice danger" : "" }, error),
    h("div", { role: "status", className: "sr" }, share >= 0 ? name : said),
  );
}
