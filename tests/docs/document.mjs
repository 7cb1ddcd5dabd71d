// A document for charts drawn in Node, as a browser gives them one.
import { parseHTML } from "linkedom";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, { document });
