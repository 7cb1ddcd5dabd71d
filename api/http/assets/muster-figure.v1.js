// Figures in prose: <a class="muster-figure" href="https://HOST/staffing-figures/ID?release=13">12,000</a>
// The link stands without this script, which never changes its text. It opens the source beside the link, and
// marks the link if the record no longer stands as release 13 had it. It sets no cookie and no global name.
(() => {
  "use strict";

  const source = document.currentScript?.src ?? "";
  const base = source.replace(/static\/[^/]*$/, "");
  if (base === source || !HTMLElement.prototype.showPopover) return;

  const PATIENCE = 3000; // milliseconds
  const MOST = 100; // ids that the server takes at once
  const LONGEST = 7000; // characters of a query; the server takes 8 kB
  const RECORD = /^([a-z-]+)\/([a-z0-9]+(?:[-_][a-z0-9]+)*)$/;
  const TITLES = {
    corrected: "Corrected since it was published here.",
    superseded: "Revised since it was published here.",
    retracted: "Withdrawn since it was published here.",
    unknown: "This figure cannot be checked.",
    newer: "There is a later figure.",
  };
  const STYLE = `
    :host { all: initial; position: absolute; inset: auto; box-sizing: border-box; width: min(24rem, calc(100vw - 16px));
      padding: 12px 14px; border: 1px solid #525f6b; border-radius: 6px; background: #fff; color: #16202c;
      font: 15px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; box-shadow: 0 4px 16px #0004; }
    :host(:popover-open) { display: block; }
    :host(:not(:popover-open)) { display: none; }
    p { margin: 0 0 8px; } p:last-child { margin: 0; } a { color: #1558a8; display: inline-block; min-height: 24px; }
    .mark { padding: 4px 8px; border: 1px solid; border-radius: 4px; background: #fff3c4; }
    @media (prefers-color-scheme: dark) {
      :host { background: #11161c; color: #e4e9ef; border-color: #aab5c0; }
      a { color: #8fbcff; } .mark { background: #4a3f14; } }`;

  const ask = async (path) => {
    const response = await fetch(base + path, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) throw new Error(response.status);
    return (await response.json()).data;
  };
  const element = (name, text, properties = {}) =>
    Object.assign(document.createElement(name), { textContent: text }, properties);

  // A link to a record of the server that this script comes from.
  const read = (link) => {
    if (!link.href.startsWith(base) || link.hasAttribute("aria-haspopup")) return null;
    const url = new URL(link.href);
    const found = RECORD.exec(url.href.slice(base.length).replace(/[?#].*$/, ""));
    const release = /^[1-9]\d{0,8}$/.exec(url.searchParams.get("release"))?.[0];
    return found && { link, path: found[0], resource: found[1], id: found[2], release };
  };
  const cited = ({ id, release }) => `${id}@${release}`;
  const standing = (status) => (status.status === "current" && status.newer ? "newer" : status.status);

  const happened = (status) => {
    const { newer, value_text_then: then, value_text_now: now } = status;
    if (standing(status) === "newer") return `${newer.value_text ?? "It"} is as of ${newer.as_of}.`;
    const values = now && now !== then ? `Then: ${then}. Now: ${now}.` : "";
    return [status.reason ?? status.problem, values].filter(Boolean).join(" ");
  };

  // The mark stands outside the flow, so that no word of the article moves.
  const mark = (figure, number) => {
    const { link, status } = figure;
    const sign = element("span", "!", { ariaHidden: "true" });
    const note = element("span", TITLES[standing(status)], { id: `muster-figure-${number}`, hidden: true });
    const look = "position:absolute;transform:translate(-100%,-0.55em);font:bold 0.7em/1.2 sans-serif;padding:0 0.35em;" +
      "border-radius:1em;background:#9c1c14;color:#fff;pointer-events:none;text-indent:0;letter-spacing:0";
    for (const each of look.split(";")) sign.style.setProperty(...each.split(":"));
    link.style.textDecoration = "underline wavy";
    link.setAttribute("aria-describedby", note.id);
    link.after(sign, note);
  };

  const panel = element("div", "", { popover: "auto", tabIndex: -1, role: "dialog", ariaLabel: "Source of this figure" });
  const inside = panel.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  inside.adoptedStyleSheets = [sheet];
  let shown = null;

  const place = (link) => {
    const boxes = link.getClientRects();
    const box = boxes[boxes.length - 1];
    const height = panel.offsetHeight;
    const below = box.bottom + 6 + height <= innerHeight || box.top < height + 6;
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - panel.offsetWidth - 8));
    panel.style.top = `${scrollY + (below ? box.bottom + 6 : box.top - 6 - height)}px`;
    panel.style.left = `${scrollX + left}px`;
  };

  const fill = ({ link, id, release, status }, cite) => {
    const parts = [];
    if (status && standing(status) !== "current") {
      const changed = element("p", "", { className: "mark" });
      const more = `${base}status?ids=${id}@${release}`;
      changed.append(element("strong", TITLES[standing(status)]), ` ${happened(status)} `);
      changed.append(element("a", "What changed and what to do", { href: more }));
      parts.push(changed);
    }
    parts.push(element("p", cite));
    const further = element("p", "");
    further.append(element("a", "Quote, source and history", { href: link.href }));
    inside.replaceChildren(...parts, further);
    place(link);
  };

  const open = async (figure) => {
    const { link, path, release } = figure;
    shown?.link.setAttribute("aria-expanded", "false");
    shown = figure;
    link.after(panel);
    panel.showPopover();
    fill(figure, "Loading the source …");
    panel.focus({ preventScroll: true });
    if (figure.cite) return fill(figure, figure.cite);
    try {
      const cite = await ask(`v1/${path}/cite${release ? `?release=${release}` : ""}`);
      figure.cite = cite.newsroom.replace(/: https?:\S+$/, "."); // the link below leads there
    } catch {
      // the next click asks again
    }
    if (shown === figure) fill(figure, figure.cite ?? "The source could not be loaded.");
  };
  panel.addEventListener("toggle", () => {
    const opened = panel.matches(":popover-open");
    shown?.link.setAttribute("aria-expanded", String(opened));
    if (!opened) shown = null;
  });

  const prepare = (figure) => {
    figure.link.setAttribute("aria-haspopup", "dialog");
    figure.link.setAttribute("aria-expanded", "false");
    figure.link.addEventListener("click", (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(figure);
    });
  };

  const batches = (names) => {
    const made = [[]];
    let length = 0;
    for (const name of names) {
      if (made.at(-1).length === MOST || length + name.length > LONGEST) {
        made.push([]);
        length = 0;
      }
      made.at(-1).push(name);
      length += name.length + 1;
    }
    return made.filter((each) => each.length);
  };

  const check = async (figures, names) => {
    const statuses = await ask(`v1/status?ids=${names.join(",")}`);
    const found = new Map(statuses.map((each) => [`${each.id}@${each.since_release}`, each]));
    for (const figure of figures) figure.status ??= found.get(cited(figure));
  };

  const start = async () => {
    const figures = [...document.querySelectorAll("a.muster-figure")].map(read).filter(Boolean);
    figures.forEach(prepare);
    const pinned = figures.filter((each) => each.release);
    const names = [...new Set(pinned.map(cited))];
    await Promise.allSettled(batches(names).map((batch) => check(pinned, batch)));
    pinned.forEach((each, number) => {
      if (each.status && standing(each.status) !== "current") mark(each, number);
    });
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
