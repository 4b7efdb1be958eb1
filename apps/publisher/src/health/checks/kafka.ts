import type { KafkaAdmin } from "@millrace/kafka";
import type { HealthCheck } from "@millrace/http";

/** Asks a broker for its cluster. */
export function kafkaCheck(admin: Pick<KafkaAdmin, "describeCluster">): HealthCheck {
  return async () => {
    const { brokers } = await admin.describeCluster();
    return { brokers: brokers.length };
  };
}
