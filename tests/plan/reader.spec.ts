import { expect } from "chai";
import { Reader } from "../../plan/reader";
import { unknown } from "../policy-pack/support/bench";
import * as proxies from "@pulumi/policy/proxy";

const sdk = proxies as unknown as { unknownCheckingProxy: <T extends object>(target: T) => T } & Record<string, string>;
const read = (properties: Record<string, unknown>) => new Reader(sdk.unknownCheckingProxy(properties));

describe("Reader", () => {
  it("tells known, unknown and absent apart, with their paths", () => {
    const reader = read({ a: { b: true }, c: unknown, d: null });
    expect(reader.flag("a.b")).to.deep.equal({ state: "known", path: "a.b", value: true });
    expect(reader.flag("c")).to.include({ state: "unknown", path: "c" });
    expect(reader.flag("c.deep.inside")).to.include({ state: "unknown", path: "c.deep.inside" });
    expect(reader.flag("d")).to.deep.equal({ state: "absent", path: "d" });
    expect(reader.flag("a.nothing.here")).to.deep.equal({ state: "absent", path: "a.nothing.here" });
  });

  it("knows every sentinel of the SDK, alone and inside a text", () => {
    const sentinels = Object.entries(sdk).filter(([name]) => /^unknown\w+Value$/.test(name));
    expect(sentinels).to.have.length(7);
    for (const [name, sentinel] of sentinels) {
      expect(read({ x: sentinel }).text("x").state, name).to.equal("unknown");
      expect(read({ x: `arn:aws:s3:::${sentinel}/*` }).text("x").state, name).to.equal("unknown");
    }
  });

  it("reads what providers would convert, and calls anything else unknown", () => {
    const reader = read({ yes: "true", no: "false", count: "256", number: 7, list: ["a"], text: "maybe" });
    expect(reader.flag("yes")).to.include({ value: true });
    expect(reader.flag("no")).to.include({ value: false });
    expect(reader.number("count")).to.include({ value: 256 });
    expect(reader.text("number")).to.include({ value: "7" });
    expect(reader.flag("text")).to.include({ state: "unknown", why: "is not true or false" });
    expect(reader.number("text")).to.include({ state: "unknown", why: "is not a number" });
    expect(reader.text("list")).to.include({ state: "unknown" });
    expect(reader.list("text")).to.include({ state: "unknown", why: "is not a list" });
  });

  it("reads lists item by item, and a single object as a list of one", () => {
    const items = read({ many: [{ a: 1 }, unknown], one: { a: 2 } });
    const many = items.list("many");
    expect(many.state === "known" && many.value.map((item) => item.number("a"))).to.deep.equal([
      { state: "known", path: "many[0].a", value: 1 },
      { state: "unknown", path: "many[1].a", why: "is not known before deployment" },
    ]);
    const one = items.list("one");
    expect(one.state === "known" && one.value[0]?.number("a")).to.include({ value: 2, path: "one.a" });
  });

  it("reads JSON, also when a part of it is unknown", () => {
    const reader = read({
      document: `{"image":"${unknown}","name":"api"}`,
      broken: `{"a":`,
      whole: unknown,
      half: `{${unknown}`,
    });
    const document = reader.json("document");
    expect(document.state === "known" && document.value.text("name")).to.include({ value: "api" });
    expect(document.state === "known" && document.value.text("image")).to.include({
      state: "unknown",
      path: "document.image",
    });
    expect(reader.json("broken")).to.include({ state: "unknown", why: "is not valid JSON" });
    expect(reader.json("whole")).to.include({ why: "is not known before deployment" });
    expect(reader.json("half")).to.include({ why: "is not known before deployment" });
  });

  it("counts an unknown value as given", () => {
    expect(read({ kmsKeyId: unknown }).has("kmsKeyId")).to.equal(true);
    expect(read({}).has("kmsKeyId")).to.equal(false);
  });
});
