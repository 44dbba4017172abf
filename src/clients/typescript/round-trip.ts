// Sends a call, asks for KPIs, corrects the call, and deletes it and its caller's number, as a client generated from the
// published description does.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./callmeter.js";

const [, , service, key] = process.argv;
const client = createClient<paths, "application/json" | "application/problem+json">({
  baseUrl: service ?? "",
  headers: { Authorization: `Bearer ${key}` },
});

const callId = "typescript-1";
const call: components["schemas"]["CallInput"] = {
  callId,
  direction: "INBOUND",
  startedAt: "2026-11-02T09:00:00Z",
  endedAt: "2026-11-02T09:03:00Z",
  from: "+442079460123",
  to: "+442079460800",
  legs: [
    {
      legId: "1",
      queue: "typescript",
      agent: "alice.adams",
      queuedAt: "2026-11-02T09:00:05Z",
      answeredAt: "2026-11-02T09:00:15Z",
      endedAt: "2026-11-02T09:03:00Z",
      outcome: "ANSWERED",
    },
  ],
};

const sent = await client.POST("/v1/calls", { body: [call] });
assert.equal(sent.data?.created, 1, JSON.stringify(sent.error));

const asked = await client.GET("/v1/kpis", {
  params: {
    query: {
      from: "2026-11-02",
      to: "2026-11-03",
      metrics: ["offered", "answered", "averageSpeedOfAnswer"],
      groupBy: ["queue"],
      queue: ["typescript"],
    },
  },
  querySerializer: { array: { style: "form", explode: false } },
});
assert.ok(asked.data, JSON.stringify(asked.error));
assert.equal(asked.data.total.metrics["answered"]?.value, 1);
assert.equal(asked.data.total.metrics["averageSpeedOfAnswer"]?.value, 10);

const corrected = await client.PATCH("/v1/calls/{callId}", {
  params: { path: { callId } },
  body: { disposition: "SALE", converted: true },
  headers: { "Content-Type": "application/merge-patch+json" },
});
assert.equal(corrected.data?.effect, "UPDATED", JSON.stringify(corrected.error));

const read = await client.GET("/v1/calls/{callId}", { params: { path: { callId } } });
assert.equal(read.data?.disposition, "SALE", JSON.stringify(read.error));
assert.equal(read.data?.legs?.[0]?.outcome, "ANSWERED");

const erased = await client.POST("/v1/erasures", { body: { number: "+442079460123" } });
assert.ok((erased.data?.callsErased ?? 0) >= 1, JSON.stringify(erased.error));

const deleted = await client.DELETE("/v1/calls/{callId}", { params: { path: { callId } } });
assert.equal(deleted.response.status, 204, JSON.stringify(deleted.error));

const missing = await client.GET("/v1/calls/{callId}", { params: { path: { callId } } });
assert.equal(missing.error?.type, "urn:callmeter:problem:not-found");

console.log("clients: TypeScript sent, asked, corrected, erased and deleted");
