// An article on another site with figures in its sentences. Prints as JSON what its readers meet.
// argv: the address of a server, an address where none is, then pairs: the path of a figure, its text.
import http from "node:http";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const [base, away, ...words] = process.argv.slice(2);
const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const FIGURES = [];
for (let n = 0; n < words.length; n += 2) FIGURES.push([words[n], words[n + 1]]);
const POLICY = `default-src 'none'; script-src ${base}/static/; connect-src ${base}; style-src 'none'; img-src data:`;

const article = (server) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Article</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head><body><main><h1>Article</h1>
${FIGURES.map(([path, text]) => `<p>Some words before <a class="muster-figure" href="${server}${path}">${text}</a> and some words after it, so that lines break.</p>`).join("\n")}
<p><a id="other" href="https://example.invalid/">Another link</a></p></main>
<script async src="${server}/static/muster-figure.v1.js"></script></body></html>`;

const host = http.createServer((request, response) => {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.setHeader("content-security-policy", POLICY);
  response.end(article(request.url === "/away" ? away : base));
});
await new Promise((listening) => host.listen(0, "127.0.0.1", listening));
const site = `http://127.0.0.1:${host.address().port}`;
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });

const open = async (path, { script = true, width = 1280 } = {}) => {
  const page = await browser.newPage();
  page.asked = [];
  page.faults = [];
  page.on("request", (request) => request.url().startsWith(base) && page.asked.push(request.url().slice(base.length)));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  await page.setViewport({ width, height: 800 });
  await page.setJavaScriptEnabled(script);
  await page.evaluateOnNewDocument(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => {
      for (const each of list.getEntries()) globalThis.shift += each.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(site + path, { waitUntil: "networkidle0" });
  return page;
};
const shiftOf = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(globalThis.shift), 100))));
const texts = (page) => page.$$eval(".muster-figure", (found) => found.map((each) => each.textContent));
const marks = (page) =>
  page.$$eval(".muster-figure", (found) =>
    found.map((each) => document.getElementById(each.getAttribute("aria-describedby"))?.textContent ?? null),
  );
const panel = (page) =>
  page.evaluate(() => {
    const found = document.querySelector("[popover]:popover-open");
    const box = found?.getBoundingClientRect();
    return (
      found && {
        text: found.shadowRoot.textContent,
        links: [...found.shadowRoot.querySelectorAll("a")].map((each) => each.href),
        within: box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight,
        focused: document.activeElement === found,
      }
    );
  });
const filled = (page) => page.waitForFunction(() => !document.querySelector("[popover]").shadowRoot.textContent.startsWith("Loading"));

const reading = async () => {
  const page = await open("/", { width: 320 });
  const before = [...page.asked];
  const shift = await shiftOf(page);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await page.evaluate(() => document.querySelector(".muster-figure").focus());
  await page.keyboard.press("Enter");
  await page.waitForSelector("[popover]:popover-open");
  await filled(page);
  const opened = await panel(page);
  await page.evaluate(AXE);
  const violations = (await page.evaluate(() => axe.run(document))).violations.map((each) => `${each.id}: ${each.nodes[0].html}`);
  const expanded = await page.$eval(".muster-figure", (each) => each.getAttribute("aria-expanded"));
  await page.keyboard.press("Escape");
  const closed = await page.evaluate(() => ({
    open: document.querySelector("[popover]:popover-open") !== null,
    focused: document.activeElement.className,
  }));
  return { before, shift, beyond, opened, expanded, closed, violations, texts: await texts(page), marks: await marks(page),
    after: await shiftOf(page), asked: page.asked.slice(before.length), faults: page.faults };
};
const clicking = async () => {
  const page = await open("/");
  await page.click("p:nth-of-type(2) .muster-figure");
  await page.waitForSelector("[popover]:popover-open");
  await filled(page);
  return panel(page);
};
const without = async () => {
  const page = await open("/", { script: false });
  await Promise.all([page.waitForNavigation(), page.click(".muster-figure")]);
  return page.url().replace(base, "");
};
const dead = async () => {
  const page = await open("/away");
  return { texts: await texts(page), popups: await page.$$eval("[aria-haspopup]", (found) => found.length) };
};

console.log(JSON.stringify({ reading: await reading(), clicking: await clicking(), without: await without(), dead: await dead() }));
await browser.close();
host.close();
