import { describe, expect, it } from "vitest";
import { ScriptedService } from "../../../helpers/scripted-events.ts";

describe("EventConnection", () => {
  it("hands frames on and says that it is open", async () => {
    await using service = new ScriptedService();
    const stream = await service.connect();
    stream.send('event: hello\ndata: {"heartbeat_ms":1000}\n\n');
    await service.frame("hello");
    expect(service.states.map(({ kind }) => kind)).toEqual(["connecting", "open"]);
  });

  it("goes on after the last position", async () => {
    await using service = new ScriptedService();
    const stream = await service.connect();
    stream.send("id: 7\nevent: rows\ndata: {}\n\n");
    await service.frame("rows");
    stream.end();
    await service.fireNext("waiting");
    await service.request(2);
    expect(service.requests[1]?.["Last-Event-ID"]).toBe("7");
  });

  it("begins anew after a reset", async () => {
    await using service = new ScriptedService();
    const stream = await service.connect();
    stream.send('id: 7\nevent: rows\ndata: {}\n\nevent: reset\ndata: {"reason":"r"}\n\n');
    await service.frame("reset");
    stream.end();
    await service.fireNext("waiting");
    await service.request(2);
    expect(service.requests[1]).not.toHaveProperty("Last-Event-ID");
  });

  it("waits as long as the service asks", async () => {
    await using service = new ScriptedService();
    service.answers.push(
      new Response('{"detail":"It starts."}', { status: 503, headers: { "Retry-After": "7" } }),
    );
    service.start();
    expect(await service.state("waiting")).toMatchObject({ until: 7_000, reason: "It starts." });
  });

  it("gives a silent connection up", async () => {
    await using service = new ScriptedService();
    const stream = await service.connect();
    stream.send('event: hello\ndata: {"heartbeat_ms":1000}\n\n');
    await service.frame("hello");
    stream.send(": heartbeat\n\n");
    await service.timer(2_500);
    service.fire(2_500);
    expect(await service.state("waiting")).toMatchObject({ reason: "nothing came for too long" });
  });

  it("asks for a key and does not try again by itself", async () => {
    await using service = new ScriptedService();
    service.answers.push(new Response('{"detail":"No key."}', { status: 401 }));
    service.start();
    expect(await service.state("unauthorized")).toMatchObject({ reason: "No key." });
    expect(service.timers).toEqual([]);
  });
});
