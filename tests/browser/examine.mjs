// Opens pages in Chromium and prints as JSON what a reader with it would meet.
// argv: the address of a server, then the paths of pages.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const [base, ...paths] = process.argv.slice(2);
const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const RULES = { rules: { "target-size": { enabled: true } } };
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu"],
});

const open = async (path, { width = 1280, dark = false, script = true } = {}) => {
  const page = await browser.newPage();
  page.faults = [];
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && page.faults.push(message.text()));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("requestfailed", (request) => page.faults.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    // a data: URL is a picture of the browser's own controls
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) page.faults.push(`another site: ${request.url()}`);
  });
  await page.setViewport({ width, height: 800 });
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.goto(base + path, { waitUntil: "load" });
  return page;
};

const unfold = (page) =>
  page.evaluate(() => {
    for (const each of document.querySelectorAll("details")) each.open = true;
  });
const beyond = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

const violations = async (page) => {
  await page.evaluate(AXE); // over the debugging protocol, which the page's policy does not stop
  const found = await page.evaluate((rules) => axe.run(document, rules), RULES);
  return found.violations.map((each) => `${each.id} (${each.impact}): ${each.nodes.length} × ${each.nodes[0].html.slice(0, 160)}`);
};

const examined = async (path) => {
  const said = { violations: {}, beyond: {}, faults: [] };
  for (const [width, dark] of [
    [375, true],
    [1280, false],
  ]) {
    const page = await open(path, { width, dark });
    const name = `${width} px ${dark ? "dark" : "light"}`;
    said.violations[`${name} closed`] = await violations(page);
    await unfold(page);
    said.violations[`${name} open`] = await violations(page);
    said.faults.push(...page.faults);
    await page.close();
  }
  for (const script of [true, false]) {
    const page = await open(path, { width: 320, script });
    for (const width of [320, 375, 768]) {
      await page.setViewport({ width, height: 800 });
      const name = `${width} px ${script ? "with" : "without"} script`;
      said.beyond[`${name}, closed`] = await beyond(page);
      if (script) {
        await unfold(page);
        said.beyond[`${name}, open`] = await beyond(page);
      }
    }
    await page.close();
  }
  return said;
};

const result = {};
for (const path of paths) result[path] = await examined(path);
console.log(JSON.stringify(result));
await browser.close();
