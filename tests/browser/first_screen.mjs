// What a reader sees of a page before scrolling, and what an embed tells the page around it.
// argv: the address of a server, then the paths of pages. Prints JSON.
import http from "node:http";
import puppeteer from "puppeteer-core";

const [base, ...paths] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu"],
});
const SCREENS = { "390x844": [390, 844], "1280x800": [1280, 800] };
const PARTS = { value: ".value", counted: ".counted", date: ".brief dd", source: ".brief div + div dd" };

const first = async (path) => {
  const seen = {};
  for (const [name, [width, height]] of Object.entries(SCREENS)) {
    const page = await browser.newPage();
    await page.setViewport({ width, height });
    await page.goto(base + path, { waitUntil: "load" });
    seen[name] = await page.evaluate((parts) => {
      const within = (selector) => {
        const box = document.querySelector(selector).getBoundingClientRect();
        return box.height > 0 && box.bottom <= innerHeight;
      };
      return Object.fromEntries(Object.entries(parts).map(([part, selector]) => [part, within(selector)]));
    }, PARTS);
    await page.close();
  }
  return seen;
};

// A host on another origin with a sandboxed frame, as WordPress makes it.
const framed = async (path) => {
  const source = `${base}${path}${path.includes("?") ? "&" : "?"}childId=one#?secret=abcdefghij`;
  const host = http.createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><title>Host</title><script>
      const told = {};
      addEventListener("message", ({ data }) => {
        if (data.sentinel === "amp") told.amp = data.height;
        else if (data.message === "height" && data.secret === "abcdefghij") told.wordpress = data.value;
        else if (/^pymxPYMxonexPYMxheightxPYMx/.test(data)) told.pym = Number(data.split("xPYMx")[3]);
      });
    </script><iframe sandbox="allow-scripts" width="320" height="380" src="${source.replaceAll("&", "&amp;")}"></iframe>`);
  });
  await new Promise((listening) => host.listen(0, "127.0.0.1", listening));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${host.address().port}/`, { waitUntil: "load" });
  await page.waitForFunction(() => told.amp && told.wordpress && told.pym, { timeout: 120000 });
  const told = await page.evaluate(() => told);
  await page.close();
  host.close();
  return { height: told.amp, told };
};

const result = {};
for (const path of paths) result[path] = await (path.includes("/embed") ? framed(path) : first(path));
console.log(JSON.stringify(result));
await browser.close();
