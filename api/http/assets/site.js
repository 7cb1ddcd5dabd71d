"use strict";

// Every page works without this file. It adds: results while you type, requests to try, copy buttons,
// and opens what a link leads to.
const ROOT = document.body.dataset.root;
// What is shown of a response. A file can have a gigabyte.
const SHOWN = 20000;

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// Search
const found = document.getElementById("found");
const field = document.getElementById("q");
let waiting;
let asked = 0;

const search = async () => {
  const words = field.value.trim();
  const number = ++asked;
  if (!words) {
    found.hidden = true;
    return;
  }
  const response = await fetch(`${ROOT}docs/search?q=${encodeURIComponent(words)}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const results = page.getElementById("results");
  if (number !== asked || !results) return; // a later search is on its way, or this one was refused
  // The links are relative to /docs/search.
  for (const link of results.querySelectorAll("a")) {
    link.setAttribute("href", new URL(link.getAttribute("href"), response.url).href);
  }
  results.removeAttribute("id");
  found.replaceChildren(results);
  found.hidden = false;
};

// Only the documentation has this field. Other pages search the data, which is a request to the server.
field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => search().catch(() => {}), 200);
});
found.addEventListener("click", (event) => {
  if (event.target.closest("a")) found.hidden = true;
});

// Copy
for (const block of document.querySelectorAll("pre")) {
  if (!navigator.clipboard) break; // only on https and on this machine
  const button = element("button", { type: "button", textContent: "Copy" });
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.textContent.trimEnd());
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  const around = element("div", { className: "copied" });
  block.replaceWith(around);
  around.append(block, button);
}

// Try a request
const beginning = async (response) => {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text, whole: true };
    text += decoder.decode(value, { stream: true });
    if (text.length > SHOWN) {
      await reader.cancel();
      return { text: text.slice(0, SHOWN), whole: false };
    }
  }
};

const readable = (text, type, whole) => {
  if (!/json|text|xml/.test(type)) return "This file is not text. Open the URL to download it.";
  if (whole && /json$/.test(type.split(";")[0])) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  }
  return text;
};

const send = async (path, shown) => {
  const url = new URL(ROOT + path.trim().replace(/^\/+/, ""), location.href);
  shown.textContent = "Waiting for the response …";
  const began = performance.now();
  const response = await fetch(url);
  const type = response.headers.get("content-type") ?? "";
  const { text, whole } = await beginning(response);
  const took = Math.round(performance.now() - began);
  const about = [`Status ${response.status}`, type, `${took} ms`];
  const release = response.headers.get("muster-release");
  if (release) about.push(`release ${release}`);
  if (!whole) about.push(`the first ${SHOWN.toLocaleString("en")} characters`);
  const body = element("pre", { tabIndex: 0 }, element("code", { textContent: readable(text, type, whole) }));
  shown.replaceChildren(element("p", { textContent: about.join(", ") }), body);
};

for (const [index, request] of document.querySelectorAll(".request").entries()) {
  const example = request.querySelector(".example").textContent;
  const input = element("input", { id: `try-${index}`, value: example, spellcheck: false, autocomplete: "off" });
  const label = element("label", { htmlFor: input.id, textContent: `Try a request of ${request.dataset.operation}` });
  const form = element("form", { className: "try" }, label, input, element("button", { textContent: "Send" }));
  const shown = element("div", { className: "response" });
  shown.setAttribute("aria-live", "polite");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(input.value, shown).catch((error) => (shown.textContent = `The request failed: ${error.message}`));
  });
  request.append(form, shown);
}

// Send only the fields that ask something: the URL stays short without a redirect.
for (const form of document.querySelectorAll("form.filters")) {
  const empty = () => [...form.elements].filter((each) => each.name && !each.value);
  form.addEventListener("submit", () => {
    for (const each of empty()) each.disabled = true;
  });
  // Who comes back finds them as before.
  addEventListener("pageshow", () => {
    for (const each of form.elements) each.disabled = false;
  });
}

// Open what a link leads to, and everything before it is printed.
const reveal = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let within = target.closest("details"); within; within = within.parentElement.closest("details")) {
    within.open = true;
  }
  target.scrollIntoView();
};
addEventListener("hashchange", reveal);
reveal();

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const each of closed) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of closed) each.open = false;
});
