// Filters a list as a reporter does, and prints as JSON what came of it.
// argv: the address of a server.
import puppeteer from "puppeteer-core";

const [base] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu"],
});

const open = async (path, { script = true, width = 1280 } = {}) => {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 800 });
  await page.setJavaScriptEnabled(script);
  await page.goto(base + path, { waitUntil: "load" });
  return page;
};

// Opens the filters by their summaries, checks three boxes, types a number and submits.
const filter = async (script) => {
  const page = await open("/incentives", { script });
  await page.click(".sheet > summary");
  for (const [group, ...codes] of [
    ["kind__in", "signing_bonus"],
    ["agency_state__in", "CA", "TX"],
  ]) {
    await page.click(`#f-${group} > summary`);
    for (const code of codes) await page.click(`input[name=${group}][value=${code}]`);
  }
  await page.type("#f-value__gte", "20000");
  await Promise.all([page.waitForNavigation(), page.click(".do button")]);
  return page;
};
const pathOf = (page) => page.url().replace(base, "");
const sorted = (path) => {
  const url = new URL(path, "http://x");
  return `${url.pathname}?${[...url.search.slice(1).split("&")].sort().join("&")}`;
};

const back = async () => {
  const page = await filter(true);
  await page.goBack();
  await page.goForward();
  return page.$eval("form.filters", (form) => ({
    disabled: [...form.elements].filter((each) => each.disabled).length,
    value: form.elements.value__gte.value,
  }));
};

const keyboard = async () => {
  const page = await open("/incentives?limit=2");
  await page.focus("#f-q");
  const met = [];
  for (let step = 0; step < 12; step += 1) {
    met.push(
      await page.evaluate(() => document.activeElement.name || document.activeElement.textContent.split(" (")[0]),
    );
    await page.keyboard.press("Tab");
  }
  return ["q", "Search", "Filters", "Counted", "Value"].filter((each) => met.includes(each));
};

const card = async () => {
  const page = await open("/incentives?limit=2", { width: 375 });
  return page.$eval(".rows td", (cell) => ({
    display: getComputedStyle(cell).display,
    label: getComputedStyle(cell, "::before").content,
    head: getComputedStyle(document.querySelector(".rows thead tr")).display,
    sorts: [...document.querySelectorAll(".rows thead a")].every((link) => link.checkVisibility()),
  }));
};

const [withScript, withoutScript] = [await filter(true), await filter(false)];
console.log(
  JSON.stringify({
    withScript: sorted(pathOf(withScript)),
    withoutScript: sorted(pathOf(withoutScript)),
    keyboard: await keyboard(),
    back: await back(),
    card: await card(),
  }),
);
await browser.close();
