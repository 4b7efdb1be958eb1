import type { RegistryClient } from "@millrace/kafka";
import type { HealthCheck } from "@millrace/http";

/** Asks the schema registry for its subjects. */
export function registryCheck(registry: Pick<RegistryClient, "subjects">): HealthCheck {
  return async (signal) => {
    const subjects = await registry.subjects({ signal });
    return { subjects: subjects.length };
  };
}
