// One call through a generated client: node call.js ADDRESS
import { getAgencyJson, getListStaffingFiguresJsonUrl, listStaffingFiguresJson } from "../../../../build/clients/orval/muster.js";
import type { StaffingFigure } from "../../../../build/clients/orval/muster.js";

declare const process: { argv: [string, string, string] };

// The client has URLs of one server. They are of the contract; the server of this call is another.
const written = new URL(getListStaffingFiguresJsonUrl()).origin;
const send = globalThis.fetch;
globalThis.fetch = (url, options) => send(String(url).replace(written, process.argv[2]), options);

const answer = await listStaffingFiguresJson({
  agency_id: "us-dhs-ice",
  metric__in: ["applications", "offers"],
  value__gte: 18000,
  include: ["agency"],
  release: 1,
});
if (answer.status !== 200) throw new Error(`status ${answer.status}`);
const figures: StaffingFigure[] = answer.data.data;
const refused = await getAgencyJson("us-dhs-iec");

console.log(
  JSON.stringify({
    ids: figures.map((figure) => figure.id),
    values: figures.map((figure) => figure.value),
    agency: figures[0]?.agency?.short_name,
    contract: answer.headers.get("Muster-Contract"),
    nearest: refused.status === 404 ? refused.data.nearest : undefined,
  }),
);
