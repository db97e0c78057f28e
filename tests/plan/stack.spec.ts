import { expect } from "chai";
import { canonicalType, type Resource } from "../../plan/resource";
import { Reader } from "../../plan/reader";
import { Stack } from "../../plan/stack";
import { unknown } from "../policy-pack/support/bench";

const make = (
  type: string,
  name: string,
  properties: object = {},
  dependencies: Record<string, string[]> = {},
): Resource => ({
  type,
  name,
  urn: name,
  properties: new Reader(properties),
  propertyDependencies: dependencies,
});
const a = make("group", "a", { id: "sg-a" });
const b = make("group", "b", { arn: "arn:b" });
const other = make("role", "r", { name: "r" });
const stackOf = (user: Resource) => new Stack([a, b, other, user]);
const target = (value: unknown, dependencies: string[]) => {
  const user = make("user", "u", { groupId: value }, { groupId: dependencies });
  return stackOf(user).target(user, user.properties.text("groupId"), "group");
};
const targets = (value: unknown, dependencies: string[]) => {
  const user = make("user", "u", { groups: value }, { groups: dependencies });
  const read = stackOf(user).targets(user, user.properties.texts("groups"), "group");
  return read.state === "known" ? read.value.map(({ name }) => name) : read.state;
};

describe("Stack", () => {
  it("resolves a known value by id or ARN, and an unknown one by its only dependency of the type", () => {
    expect(target("sg-a", [])).to.include({ value: a });
    expect(target("arn:b", ["a"])).to.include({ value: b });
    expect(target(unknown, ["b", "r"])).to.include({ value: b });
  });

  it("does not guess between several, or without any", () => {
    expect(target(unknown, ["a", "b"])).to.include({ state: "unknown", why: "may refer to any of a, b" });
    expect(target(unknown, ["r"])).to.include({ state: "unknown" });
    expect(target("sg-elsewhere", [])).to.include({ state: "absent" });
    expect(target(undefined, ["a"])).to.include({ state: "absent" });
  });

  it("resolves a list when as many candidates are left as ids", () => {
    expect(targets(["sg-a", unknown], ["a", "b"])).to.deep.equal(["a", "b"]);
    expect(targets([unknown, unknown], ["a", "b"])).to.deep.equal(["a", "b"]);
    expect(targets([unknown], ["a", "b"])).to.equal("unknown");
    expect(targets([unknown, unknown], ["a"])).to.equal("unknown");
    expect(targets(unknown, ["a", "b"])).to.deep.equal(["a", "b"]);
    expect(targets(unknown, [])).to.equal("unknown");
    expect(targets(["sg-elsewhere"], [])).to.deep.equal([]);
  });

  it("makes a view once", () => {
    let made = 0;
    const count = () => ++made;
    const stack = stackOf(other);
    expect([stack.view(count), stack.view(count)]).to.deep.equal([1, 1]);
  });

  it("knows load balancers by all their names", () => {
    expect(canonicalType("aws:alb/listener:Listener")).to.equal("aws:lb/listener:Listener");
    expect(canonicalType("aws:elasticloadbalancingv2/loadBalancer:LoadBalancer")).to.equal(
      "aws:lb/loadBalancer:LoadBalancer",
    );
    expect(canonicalType("aws:albert/x:X")).to.equal("aws:albert/x:X");
    expect(canonicalType("cloister:index:FargateApp")).to.equal("cloister:index:FargateApp");
  });
});
