import { isRunning, localBindings, StatementRecord } from "@millrace/engines";
import { JobManager, SqlGateway } from "@millrace/flink";
import {
  diagnosesAsJson,
  type DoctorTarget,
  doctorWindows,
  formatDiagnoses,
  type StatementDiagnosis,
} from "@millrace/workbench";
import type { Command } from "commander";
import { readCliConfig, type CliConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { localInstance, localRecord } from "../instance.ts";
import { NotRunningError } from "./read.ts";

/** Where the running stack's statements are. @throws NotRunningError */
export function doctorTarget(config: CliConfig): DoctorTarget {
  const record = localRecord(config);
  if (record === undefined || !isRunning(record.supervisor)) throw new NotRunningError();
  const address = (engine: string, port: string) => `127.0.0.1:${record.ports[engine]?.[port]}`;
  const jobManager = new JobManager({ url: `http://${address("flink-jobmanager", "rest")}` });
  return {
    jobManager,
    gateway: new SqlGateway({ url: `http://${address("flink-jobmanager", "gateway")}`, jobManager }),
    record: new StatementRecord(localInstance(config).sharedDir("flink-state")),
    bindings: localBindings(address),
  };
}

/** Only what somebody has to do something about makes the command fail. */
export function doctorExitCode(diagnoses: readonly Pick<StatementDiagnosis, "findings">[]): number {
  const isBad = diagnoses.some(({ findings }) => findings.some(({ severity }) => severity === "error"));
  return isBad ? exitCodes.found : exitCodes.ok;
}

/** `millrace doctor windows [name…]` */
export function registerDoctor(program: Command): void {
  const doctor = program.command("doctor").description("say why something does not work");
  doctor
    .command("windows")
    .description("say why a statement emitted nothing: job, checkpoints, partitions, watermark, windows")
    .argument("[name...]", "statements or result tables, for example page_view_counts_final; default: all")
    .option("--json", "print the findings and the facts behind them as JSON")
    .addHelpText(
      "after",
      `\nExit codes: ${exitCodes.ok} nothing is in the way, ${exitCodes.failed} unknown name, ${exitCodes.notRunning} the stack is not running, ${exitCodes.found} findings of severity error. The codes of findings are listed in packages/workbench/README.md.`,
    )
    .action(async (names: readonly string[], options: { json?: boolean }) => {
      const diagnoses = await doctorWindows(doctorTarget(readCliConfig()), { names });
      const text = options.json === true ? diagnosesAsJson(diagnoses) : formatDiagnoses(diagnoses);
      process.stdout.write(`${text}\n`);
      process.exitCode = doctorExitCode(diagnoses);
    });
}
