// Draws the Vega-Lite chart on standard input and prints it as SVG.
import { readFileSync } from "node:fs";
import * as vega from "vega";
import * as vegaLite from "vega-lite";

const { spec } = vegaLite.compile(JSON.parse(readFileSync(0, "utf8")));
const view = new vega.View(vega.parse(spec), { renderer: "none", logLevel: vega.Error });
console.log(await view.toSVG());
