// Does with the documentation what a reader does, and prints as JSON what came of it.
// argv: the address of a server.
import puppeteer from "puppeteer-core";

const [base] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu"],
});

const open = async (path, script = true) => {
  const page = await browser.newPage();
  await page.setViewport({ width: 375, height: 800 });
  await page.setJavaScriptEnabled(script);
  await page.goto(base + path, { waitUntil: "load" });
  return page;
};
const texts = (page, selector) => page.$$eval(selector, (found) => found.map((each) => each.textContent));
const shown = (page, selector) => page.$eval(selector, (each) => each.checkVisibility());

const typing = async () => {
  const page = await open("/guides/grammar");
  await page.type("#q", "hires");
  await page.waitForSelector("#found li");
  const [first] = await texts(page, "#found li a");
  const link = await page.$eval("#found li a", (each) => each.href);
  return { first, link, path: new URL(page.url()).pathname };
};

const searching = async (script) => {
  const page = await open("/docs", script);
  await page.type("#q", "modality");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const [first] = await texts(page, "main .results li a");
  return { first, url: page.url().replace(base, "") };
};

const following = async (script) => {
  const page = await open("/docs/agencies#getAgencySummary", script);
  await page.waitForSelector("#getAgencySummary", { visible: true });
  const { top } = await page.$eval("#getAgencySummary", (each) => each.getBoundingClientRect().toJSON());
  return { shown: await shown(page, "#getAgencySummary p"), near: top < 800, others: await shown(page, "#getAgencyStatus p") };
};

const asking = async (path) => {
  const page = await open("/docs/agencies");
  const field = await page.waitForSelector(".try input");
  if (path) await field.evaluate((each, text) => (each.value = text), path);
  await page.click(".try button");
  await page.waitForSelector(".response pre");
  const [about] = await texts(page, ".response p");
  const [body] = await texts(page, ".response pre");
  return { about, body };
};

const tabbing = async () => {
  const page = await open("/docs");
  await page.keyboard.press("Tab");
  return page.evaluate(() => document.activeElement.textContent);
};

const printing = async () => {
  const page = await open("/docs/agencies");
  await page.emulateMediaType("print");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  return { banner: await shown(page, ".banner"), last: await shown(page, "#getAgencyStatus p") };
};

console.log(
  JSON.stringify({
    typing: await typing(),
    searching: await searching(true),
    searchingWithoutScript: await searching(false),
    following: await following(true),
    followingWithoutScript: await following(false),
    withoutScript: await shown(await open("/docs", false), ".first code"),
    asking: await asking(),
    askingWrongly: await asking("/v1/agencies?stat=CA"),
    askingMuch: await asking("/v1/agencies.csv"),
    tabbing: await tabbing(),
    printing: await printing(),
  }),
);
await browser.close();
