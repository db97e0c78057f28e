import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import {
  GetRootResourceResponse,
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
  type LogRequest,
  type SetRootResourceRequest,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty, unary } from "./grpc";

export type Severity = "debug" | "info" | "warning" | "error";

/** What a program or policy pack logged. */
export interface LogLine {
  severity: Severity;
  message: string;
  /** The resource it is about, or empty. */
  urn: string;
}

const severities: Record<LogSeverity, Severity> = {
  [LogSeverity.DEBUG]: "debug",
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
};

/** The service programs and policy packs log to. */
export function engineService(onLog: (line: LogLine) => void): UntypedServiceImplementation {
  let root = "";
  return {
    log: unary((request: LogRequest) => {
      // Ephemeral lines are progress for a terminal; the engine keeps none of them.
      if (!request.getEphemeral()) {
        onLog({
          severity: severities[request.getSeverity()],
          message: request.getMessage(),
          urn: request.getUrn(),
        });
      }
      return new Empty();
    }),
    getRootResource: unary(() => new GetRootResourceResponse().setUrn(root)),
    setRootResource: unary((request: SetRootResourceRequest) => {
      root = request.getUrn();
      return new SetRootResourceResponse();
    }),
    startDebugging: unary(() => new Empty()),
    requirePulumiVersion: unary(() => new RequirePulumiVersionResponse()),
  };
}
