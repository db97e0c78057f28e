import { expect } from "chai";
import fc from "fast-check";
import {
  addressPlan,
  contains,
  formatCidr,
  isPrivate,
  overlaps,
  parseCidr,
  sizeOf,
  subnetOf,
  type Cidr,
} from "../../../components/internal/cidr";

/** Any block that a network may have: /16 to /20 within one of the private ranges. */
const legalNetwork: fc.Arbitrary<Cidr> = fc
  .tuple(
    fc.constantFrom("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
    fc.integer({ min: 16, max: 20 }),
    fc.nat(),
  )
  .map(([range, prefix, choice]) => {
    const outer = parseCidr(range)!;
    const newBits = prefix - outer.prefix;
    return subnetOf(outer, newBits, choice % 2 ** newBits);
  });

/** Addresses as an independent count: dotted text to one number, by shifting. */
function bounds(text: string): [bigint, bigint] {
  const [address = "", prefix = ""] = text.split("/");
  const first = address.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  return [first, first + (1n << (32n - BigInt(prefix))) - 1n];
}

const zonesOf = (count: number) => [..."abcdef"].slice(0, count).map((letter) => `eu-west-1${letter}`);

describe("IPv4 blocks", () => {
  it("are read and printed as the same text", () => {
    fc.assert(
      fc.property(legalNetwork, (block) => {
        expect(parseCidr(formatCidr(block))).to.deep.equal(block);
      }),
    );
  });

  for (const text of [
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/16/16",
    "10.0.0/16",
    "10.0.0.256/32",
    "010.0.0.0/16",
    "0x0a.0.0.0/16",
    "10.0.1.0/16",
    " 10.0.0.0/16",
    "fd00::/16",
    "",
  ]) {
    it(`are not read from ${JSON.stringify(text)}`, () => {
      expect(parseCidr(text)).to.equal(undefined);
    });
  }

  it("are cut like Terraform's cidrsubnet", () => {
    const network = parseCidr("10.0.0.0/16")!;
    expect(formatCidr(subnetOf(network, 4, 2))).to.equal("10.0.32.0/20");
    expect(formatCidr(subnetOf(network, 8, 255))).to.equal("10.0.255.0/24");
    expect(formatCidr(subnetOf(parseCidr("192.168.240.0/20")!, 8, 255))).to.equal("192.168.255.240/28");
  });

  it("cannot be cut into parts that do not exist", () => {
    const network = parseCidr("10.0.0.0/16")!;
    expect(() => subnetOf(network, 4, 16)).to.throw(RangeError);
    expect(() => subnetOf(network, 4, -1)).to.throw(RangeError);
    expect(() => subnetOf(network, 17, 0)).to.throw(RangeError);
  });

  it("overlap exactly when their addresses meet", () => {
    fc.assert(
      fc.property(legalNetwork, legalNetwork, (one, other) => {
        const [a, b] = bounds(formatCidr(one));
        const [c, d] = bounds(formatCidr(other));
        expect(overlaps(one, other)).to.equal(a <= d && c <= b);
      }),
    );
  });

  for (const [text, verdict] of [
    ["10.0.0.0/8", true],
    ["11.0.0.0/8", false],
    ["9.255.0.0/16", false],
    ["172.16.0.0/16", true],
    ["172.31.0.0/16", true],
    ["172.15.0.0/16", false],
    ["172.32.0.0/16", false],
    ["192.168.0.0/16", true],
    ["192.169.0.0/16", false],
    ["100.64.0.0/16", true],
    ["100.127.0.0/16", true],
    ["100.63.0.0/16", false],
    ["100.128.0.0/16", false],
    ["8.0.0.0/6", false],
  ] as const) {
    it(`${text} is ${verdict ? "" : "not "}private`, () => {
      expect(isPrivate(parseCidr(text)!)).to.equal(verdict);
    });
  }
});

describe("the address plan", () => {
  it("gives every subnet of every legal network addresses of its own, inside the network, of AWS's sizes", () => {
    fc.assert(
      fc.property(legalNetwork, fc.integer({ min: 1, max: 6 }), (network, count) => {
        const subnets = addressPlan(network, zonesOf(count)).flatMap((zone) => [zone.private, zone.public, zone.data]);
        expect(subnets).to.have.length(3 * count);
        const ranges = subnets.map(bounds).toSorted(([a], [b]) => (a < b ? -1 : 1));
        ranges.forEach(([first], at) => {
          const before = ranges[at - 1];
          if (before) expect(first > before[1], `${subnets.join(" ")}`).to.equal(true);
        });
        for (const subnet of subnets) {
          const block = parseCidr(subnet)!;
          expect(contains(network, block)).to.equal(true);
          // AWS: a subnet is /16 to /28. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
          expect(block.prefix).to.be.within(16, 28);
          expect(sizeOf(block)).to.be.at.least(16);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("moves nothing when a zone is added at the end", () => {
    fc.assert(
      fc.property(legalNetwork, fc.integer({ min: 1, max: 5 }), (network, count) => {
        const before = addressPlan(network, zonesOf(count));
        expect(addressPlan(network, zonesOf(count + 1)).slice(0, count)).to.deep.equal(before);
      }),
    );
  });

  it("is the one that the documentation draws", () => {
    expect(addressPlan(parseCidr("10.0.0.0/16")!, zonesOf(6))).to.deep.equal(
      [0, 1, 2, 3, 4, 5].map((i) => ({
        zone: zonesOf(6)[i],
        private: `10.0.${16 * i}.0/20`,
        public: `10.0.${255 - i}.0/24`,
        data: `10.0.${192 + i}.0/24`,
      })),
    );
  });
});
