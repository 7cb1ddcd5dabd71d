// openapi-ts --file generate.config.js, from the root of the repository
export default {
  input: "./openapi/v1.json",
  logs: { file: false },
  output: { path: "build/clients/hey-api", module: { extension: ".js" } },
  plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
};
