import { expect } from "chai";
import { sameShards } from "../../../components/temporalServices/shards";
import { only } from "../../support/mocks";
import { containersOf, recordTemporal } from "./fixture";

describe("the guard of history shards", () => {
  it("lets the first number through", () => {
    expect(sameShards("temporal", "512", 512)).to.equal(512);
  });

  it("refuses another one, telling both and why", () => {
    expect(() => sameShards("temporal", "512", 1024))
      .to.throw(/historyShards: must stay 512, .* got 1024: Temporal would lose its workflows/)
      .with.property("__pulumiRunError", true);
  });

  it("remembers the first number where the program cannot change it, and destroying stays possible", async () => {
    const { resources } = await recordTemporal({ historyShards: 256 });
    const kept = only(resources, "aws:ssm/parameter:Parameter", "temporal-history-shards-parameter");
    expect(kept.inputs).to.include({ name: "/temporal-dev/history-shards", insecureValue: "256" });
    expect(kept.ignoreChanges).to.deep.equal(["insecureValue"]);
    expect(kept.protect).to.equal(false);
  });

  it("stands before every role of the server", async () => {
    const { resources } = await recordTemporal({ historyShards: 256 });
    for (const role of ["history", "matching", "frontend", "worker"]) {
      const task = only(resources, "aws:ecs/taskDefinition:TaskDefinition", `temporal-${role}-task-definition`);
      expect(task.propertyDependencies.containerDefinitions).to.include("temporal-history-shards-parameter");
      const [server] = containersOf(task);
      expect(server?.environment).to.deep.include({ name: "NUM_HISTORY_SHARDS", value: "256" });
    }
  });
});
