import type { Plan } from "@millrace/domain";
import { RunningPlatform } from "./running-platform.ts";
import { Stack, type StackEvent, type StackOptions } from "./stack.ts";
import type { Change } from "./apply/change.ts";
import { readConnectorSecrets, type SecretSource } from "./apply/connector-secrets.ts";
import { type LeftOut, nothingLeftOut } from "./apply/left-out.ts";
import type { StateChange } from "./plan/state-changes.ts";

/** The parts in which a plan is applied. */
export const applySteps = ["topics", "schemas", "buckets", "tables", "statements", "connectors"] as const;
export type ApplyStep = (typeof applySteps)[number];

/** What happens while a platform starts and runs. */
export type PlatformEvent =
  | StackEvent
  | { readonly type: "step-started"; readonly step: ApplyStep }
  | {
      readonly type: "step-done";
      readonly step: ApplyStep;
      readonly changes: readonly Change[];
      readonly afterMs: number;
    }
  | { readonly type: "statement-resumed"; readonly changes: readonly Change[] }
  /** A statement was edited in a way that would lose state, and goes on as it was. */
  | { readonly type: "statement-kept"; readonly statement: string; readonly state: readonly StateChange[] }
  /** A statement is in no domain any more, and goes on as it was. */
  | { readonly type: "statement-left"; readonly statement: string }
  | { readonly type: "statement-lost"; readonly reason: string };

/** A stack and the plan that it runs. */
export interface PlatformOptions extends Omit<StackOptions, "onEvent"> {
  readonly plan: Plan;
  /** What was chosen not to run. Default: nothing. */
  readonly leftOut?: LeftOut;
  /** Statements that are started before the others. Default: none. */
  readonly firstStatements?: readonly string[];
  /** Gives the secrets that connectors name. Default: there are none. */
  readonly secrets?: SecretSource;
  readonly onEvent?: (event: PlatformEvent) => void;
}

/** A configured platform: engines, and the plan to be applied to them. */
export class Platform {
  readonly #options: PlatformOptions;

  constructor(options: PlatformOptions) {
    this.#options = options;
  }

  /**
   * Starts the engines and applies the plan's parts as the engines that they need become ready. Resolves while that is
   * under way: wait for {@link RunningPlatform.ready}.
   *
   * @throws StackRunningError, PortsTakenError, DiskSpaceError, ConnectorSecretsError before anything was started
   */
  async start(): Promise<RunningPlatform> {
    const {
      plan,
      leftOut = nothingLeftOut,
      firstStatements = [],
      secrets: source,
      onEvent = () => undefined,
      ...options
    } = this.#options;
    const secrets = await readConnectorSecrets(plan.connectors, source);
    let running: RunningPlatform | undefined;
    const stack = await new Stack({
      ...options,
      onEvent: (event) => {
        onEvent(event);
        running?.notice(event);
      },
    }).start();
    const { layout } = options;
    running = new RunningPlatform({ stack, plan, leftOut, firstStatements, secrets, layout, onEvent });
    return running;
  }
}
