import type { Plan } from "@millrace/domain";
import type { KafkaAdmin, RegistryClient } from "@millrace/kafka";

/** Makes the topics and schemas of a plan's tables. */
export async function applyPlan({
  admin,
  registry,
  plan,
}: {
  readonly admin: KafkaAdmin;
  readonly registry: RegistryClient;
  readonly plan: Plan;
}): Promise<void> {
  const topics = plan.topics.filter(({ role }) => role === "event" || role === "result");
  await admin.ensureTopics(topics);
  await Promise.all(plan.schemas.map(({ subject, schema }) => registry.register(subject, schema)));
}
