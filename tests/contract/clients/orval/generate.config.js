// orval --config generate.config.js; paths are relative to this file
export default {
  muster: {
    input: "../../../../openapi/v1.json",
    output: {
      mode: "single",
      client: "fetch",
      target: "../../../../build/clients/orval/muster.ts",
      baseUrl: { getBaseUrlFromSpecification: true },
    },
  },
};
