import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Problems } from "../../../components/internal/problems";
import {
  checkId,
  checkShapes,
  flag,
  list,
  listOf,
  recordOf,
  recordWith,
  required,
  secretRecord,
  text,
} from "../../../components/internal/shapes";
import { valueOf } from "../../support/mocks";

const refusalOf = (run: (problems: Problems) => void): string => {
  try {
    run(new Problems("Thing"));
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("shapes of arguments", () => {
  const shapes = {
    names: required(list),
    open: flag,
    place: recordWith({ zone: text }),
    databases: recordOf(recordWith({ name: text })),
  };

  it("are all told at once, each with its path and what came", () => {
    const args = { open: "yes", place: { zone: 7 }, databases: { orders: null, users: { name: [] } } };
    expect(refusalOf((problems) => checkShapes(problems, args, shapes)).split("\n")).to.deep.equal([
      "Thing: 5 arguments are wrong",
      "  names: must be a list, got nothing",
      '  open: must be true or false, got "yes"',
      "  place.zone: must be a text, got 7",
      "  databases.orders: must be an object, got null",
      "  databases.users.name: must be a text, got []",
    ]);
  });

  it("ask for nothing that is optional, and look no deeper than they say", () => {
    expect(refusalOf((problems) => checkShapes(problems, { names: [], place: { other: 1 } }, shapes))).to.equal("");
  });

  it("look into every entry of a list, where they say how it looks", () => {
    const message = refusalOf((problems) => checkShapes(problems, { names: ["a", null] }, { names: listOf(text) }));
    expect(message).to.contain("names[1]: must be a text, got null");
  });

  it("show nothing that may be a secret", () => {
    const message = refusalOf((problems) => checkShapes(problems, { secrets: "hunter2" }, { secrets: secretRecord }));
    expect(message).to.contain("secrets: must be an object, got something else").and.not.contain("hunter2");
  });

  it("take no late value for a plain one", () => {
    const args = { names: [], place: pulumi.output({ zone: "a" }) };
    expect(refusalOf((problems) => checkShapes(problems, args, shapes))).to.contain("place: must be an object");
  });
});

describe("ids of AWS", () => {
  const faultOf = (id: string) =>
    refusalOf((problems) => {
      checkId(problems, "subnetId", id, "subnet");
      problems.throwIfAny();
    });

  it("look as they must where they are written out", () => {
    expect(faultOf("subnet-0a1b2c3d4e5f60711")).to.equal("");
    for (const id of ["", "subnet-", "sg-0a1b", "subnet-a subnet-b", " subnet-a"])
      expect(faultOf(id), id).to.contain(`subnetId: must be the id of a subnet, subnet-…, got ${JSON.stringify(id)}`);
  });

  it("are taken as they come of a resource, when they come at all", async () => {
    const late = (id: unknown) =>
      valueOf(checkId(new Problems("Thing"), "subnetId", pulumi.output(id as string), "subnet"));
    expect(await late("made-by-a-mock")).to.equal("made-by-a-mock");
    for (const id of ["", undefined]) {
      const reason = await late(id).catch(({ message }: Error) => message);
      expect(reason).to.contain("subnetId: must be the id of a subnet");
    }
  });
});
