import { expect, test } from "vitest";
import { Circuit } from "../../../../apps/publisher/src/delivery/circuit.ts";

test("a circuit is open until something has succeeded", () => {
  const circuit = new Circuit();
  expect(circuit.state).toBe("open");
  circuit.try();
  expect(circuit.state).toBe("half-open");
  circuit.close();
  expect(circuit.state).toBe("closed");
});

test("pauses grow with every failure, up to a bound", () => {
  const circuit = new Circuit({ firstMs: 100, mostMs: 500 });
  const pauses = Array.from({ length: 5 }, () => {
    circuit.open("away");
    return circuit.pauseMs;
  });
  expect(pauses).toEqual([100, 200, 400, 500, 500]);
});

test("progress makes the next pause a short one", () => {
  const circuit = new Circuit({ firstMs: 100, mostMs: 500 });
  for (const reason of ["one", "two", "three"]) circuit.open(reason);
  circuit.progress();
  circuit.open("four");
  expect(circuit.pauseMs).toBe(100);
});

test("an open circuit knows why", () => {
  const circuit = new Circuit();
  circuit.open("no answer");
  expect(circuit.reason).toBe("no answer");
  circuit.close();
  expect(circuit.reason).toBeUndefined();
});

test("trying does not touch a closed circuit", () => {
  const circuit = new Circuit();
  circuit.close();
  circuit.try();
  expect(circuit.state).toBe("closed");
});
