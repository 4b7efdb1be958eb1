import { emitOpenApi } from "@millrace/domain";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { purchase, shopEvents } from "../events/shop-domain.ts";
import { type RunningApp, startApp } from "./running-app.ts";

const document = emitOpenApi(shopEvents) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

interface Operation {
  readonly responses: Readonly<Record<string, { readonly $ref?: string }>>;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, "openapi");

const one = "/api/events/shop/purchase";
const batch = `${one}/batch`;
const wrong = { ...purchase, total: "much", event_id: "w-1" };

/** What the document says of an answer that it gave, with its body: what is wrong with it, or only its status and type. */
async function judge(response: Response, path: string): Promise<unknown> {
  const { responses } = document.paths[path]?.["post"] ?? document.paths[path]?.["get"] ?? { responses: {} };
  const status = String(response.status) in responses ? String(response.status) : "default";
  const method = document.paths[path]?.["post"] === undefined ? "get" : "post";
  const reference = responses[status]?.$ref;
  const place = reference ?? `#/paths/${path.replaceAll("/", "~1")}/${method}/responses/${status}`;
  const [type = ""] = (response.headers.get("content-type") ?? "").split(";");
  const validate = ajv.compile({
    $ref: `openapi${encodeURI(`${place}/content/${type.replaceAll("/", "~1")}/schema`)}`,
  });
  const isValid = validate(await response.json());
  return isValid ? { status, type } : { status, errors: validate.errors };
}

const problem = "application/problem+json";
const json = "application/json";

describe("what is answered is what the document says:", () => {
  let app: RunningApp;
  beforeAll(async () => void (app = await startApp({ events: shopEvents })));
  afterAll(() => app[Symbol.asyncDispose]());

  test.each([
    ["an event", one, purchase, "202", json],
    ["an event that came before", one, purchase, "202", json],
    ["a dry run", `${one}?dry_run=true`, { ...purchase, event_id: "d-1" }, "200", json],
    ["an invalid event", one, wrong, "400", problem],
    ["malformed JSON", one, "{", "400", problem],
    ["an unknown parameter", `${one}?dryrun=true`, purchase, "400", problem],
    ["a batch", batch, [{ ...purchase, event_id: "b-1" }], "202", json],
    ["a batch of which a part is invalid", batch, [{ ...purchase, event_id: "b-2" }, wrong], "207", json],
    ["an invalid batch", batch, [wrong, 5], "400", problem],
    ["no batch", batch, {}, "400", problem],
    ["a dry run of a batch", `${batch}?dry_run=true`, [{ ...purchase, event_id: "d-2" }], "200", json],
    [
      "a dry run of which a part is invalid",
      `${batch}?dry_run=true`,
      [{ ...purchase, event_id: "d-3" }, wrong],
      "207",
      json,
    ],
    ["a large event", one, { ...purchase, event_id: "x".repeat(100_000) }, "413", problem],
  ])("%s", async (_, path, body, status, type) => {
    const [template = ""] = path.split("?");
    expect(await judge(await app.post(path, body), template)).toEqual({ status, type });
  });

  test("another media type", async () => {
    const response = await app.post(one, "a,b", { "content-type": "text/csv" });
    expect(await judge(response, one)).toEqual({ status: "415", type: problem });
  });

  test("another method", async () => {
    expect(await judge(await app.get(one), one)).toEqual({ status: "default", type: problem });
  });

  test.each(["/health", "/health/live", "/health/ready"])("%s", async (path) => {
    expect(await judge(await app.get(path), path)).toEqual({ status: "200", type: json });
  });
});

test("what is answered while nothing is kept is what the document says", async () => {
  await using app = await startApp({ events: shopEvents, isStarted: false });
  expect(await judge(await app.post(one, purchase), one)).toEqual({ status: "503", type: problem });
});
