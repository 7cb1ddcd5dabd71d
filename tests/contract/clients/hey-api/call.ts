// One call through a generated client: node call.js ADDRESS
import { client } from "../../../../build/clients/hey-api/client.gen.js";
import { getAgency, listStaffingFiguresJson } from "../../../../build/clients/hey-api/sdk.gen.js";
import type { StaffingFigure } from "../../../../build/clients/hey-api/types.gen.js";

declare const process: { argv: [string, string, string] };

client.setConfig({ baseUrl: process.argv[2] });

const { data, error, response } = await listStaffingFiguresJson({
  query: { agency_id: "us-dhs-ice", metric__in: ["applications", "offers"], value__gte: 18000, include: ["agency"], release: 1 },
});
if (error) throw new Error(`${error.title}: ${error.detail}`);
const figures: StaffingFigure[] = data.data;
const refused = await getAgency({ path: { id: "us-dhs-iec" } });

console.log(
  JSON.stringify({
    ids: figures.map((figure) => figure.id),
    values: figures.map((figure) => figure.value),
    agency: figures[0]?.agency?.short_name,
    contract: response?.headers.get("Muster-Contract"),
    nearest: refused.error?.nearest,
  }),
);
