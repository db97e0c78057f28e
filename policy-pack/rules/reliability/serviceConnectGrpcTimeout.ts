import { defineRule, type Judgement } from "../../frame/rule";
import { containersOf, serviceType, taskOf } from "../../../plan/ecs";
import type { Read, Reader } from "../../../plan/reader";

/** AWS's own idle timeout of gRPC; calls that wait for events stay quiet for a minute and more. */
const shortestIdleSeconds = 300;

/**
 * Long calls over Service Connect are not cut off. An absent `perRequestTimeoutSeconds` is AWS's 15 seconds, which is
 * a fault; 0 is none. An absent or zero `idleTimeoutSeconds` passes: it is 300 seconds, or no limit. Ports whose
 * protocol is not `grpc` are not judged, nor are task definitions from outside the stack.
 */
export const serviceConnectGrpcTimeout = defineRule({
  name: "service-connect-grpc-timeout",
  family: "reliability",
  level: "advisory",
  severity: "medium",
  title: "gRPC calls may last",
  description:
    "Service Connect ports of gRPC have no request timeout and a long idle one; absent, AWS cuts every call off after 15 seconds.",
  remediation: "Set timeout to { perRequestTimeoutSeconds: 0, idleTimeoutSeconds: 3600 }.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TimeoutConfiguration.html",
  checks: [],
  requirement: "Temporal source: workers wait for tasks in long polls through Service Connect.",
  types: [serviceType],
  needsStack: true,
  judge(the) {
    the.known(the.resource.properties.list("serviceConnectConfiguration.services"), (services = []) => {
      if (services.length === 0) return;
      the.known(taskOf(the.resource, the.stack), (task) => {
        if (!task) return;
        the.known(containersOf(task), (containers = []) => {
          for (const service of services) judgePort(the, service, containers);
        });
      });
    });
  },
});

function judgePort(the: Judgement, service: Reader, containers: readonly Reader[]): void {
  the.known(service.text("portName"), (port = "") => {
    the.known(protocolOf(port, containers), (protocol) => {
      if (protocol !== "grpc") return;
      the.known(service.number("timeout.perRequestTimeoutSeconds"), (seconds) => {
        if (seconds !== 0)
          the.fail(
            `${service.path}.timeout.perRequestTimeoutSeconds is ${seconds ?? "not set, which is 15"}: longer calls of ${port} are cut off. Set it to 0.`,
            { finding: `${port} perRequestTimeoutSeconds` },
          );
      });
      the.known(service.number("timeout.idleTimeoutSeconds"), (seconds) => {
        if (seconds !== undefined && seconds > 0 && seconds < shortestIdleSeconds)
          the.fail(
            `${service.path}.timeout.idleTimeoutSeconds is ${seconds}: quiet calls of ${port} are cut off. Set it to 3600.`,
            { finding: `${port} idleTimeoutSeconds` },
          );
      });
    });
  });
}

/** What a port speaks, by the container that names it. */
function protocolOf(port: string, containers: readonly Reader[]): Read<string> {
  for (const container of containers) {
    const mappings = container.list("portMappings");
    if (mappings.state === "unknown") return mappings;
    for (const mapping of mappings.state === "known" ? mappings.value : []) {
      const name = mapping.text("name");
      if (name.state === "unknown") return name;
      if (name.state === "known" && name.value === port) return mapping.text("appProtocol");
    }
  }
  return { state: "absent", path: "portMappings" };
}
