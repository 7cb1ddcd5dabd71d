// Render bibliographies: reads {locale, styles: {name: XML}, items} from standard input, writes {name: [entries]}
const { readFileSync } = require("node:fs");
const CSL = require("citeproc");

const { locale, styles, items } = JSON.parse(readFileSync(0, "utf8"));
const byId = Object.fromEntries(items.map((item) => [item.id, item]));
const system = { retrieveLocale: () => locale, retrieveItem: (id) => structuredClone(byId[id]) };

// One bibliography an item, because styles shorten or number an entry by its neighbors.
const rendered = (style) => {
  const engine = new CSL.Engine(system, style, "en-US");
  engine.setOutputFormat("text");
  return items.map(({ id }) => {
    engine.updateItems([id]);
    return engine.makeBibliography()[1].join("").trim();
  });
};

console.log(JSON.stringify(Object.fromEntries(Object.entries(styles).map(([name, xml]) => [name, rendered(xml)]))));
