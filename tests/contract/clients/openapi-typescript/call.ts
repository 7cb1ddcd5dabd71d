// One call through a generated client: node call.js ADDRESS
import createClient from "openapi-fetch";
import type { components, paths } from "../../../../build/clients/openapi-typescript/muster.js";

declare const process: { argv: string[] };

type Figure = components["schemas"]["StaffingFigure"];

const client = createClient<paths>({
  baseUrl: process.argv[2],
  // a list is one value joined with commas
  querySerializer: { array: { style: "form", explode: false } },
});

const { data, error, response } = await client.GET("/v1/staffing-figures.json", {
  params: {
    query: { agency_id: "us-dhs-ice", metric__in: ["applications", "offers"], value__gte: 18000, include: ["agency"], release: 1 },
  },
});
if (error) throw new Error(`${error.title}: ${error.detail}`);
const figures: Figure[] = data.data;
const refused = await client.GET("/v1/agencies/{id}", { params: { path: { id: "us-dhs-iec" } } });

console.log(
  JSON.stringify({
    ids: figures.map((figure) => figure.id),
    values: figures.map((figure) => figure.value),
    agency: figures[0]?.agency?.short_name,
    contract: response.headers.get("Muster-Contract"),
    nearest: refused.error?.nearest,
  }),
);
