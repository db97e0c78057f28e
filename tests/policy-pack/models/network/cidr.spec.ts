import { expect } from "chai";
import fc from "fast-check";
import {
  difference,
  parseCidr,
  publicPart,
  union,
  type AddressSet,
  type Range,
} from "../../../../policy-pack/models/network/cidr";

const size = 40n;
const range = fc
  .tuple(fc.constantFrom<4 | 6>(4, 6), fc.bigInt(0n, size), fc.bigInt(0n, 12n))
  .map(([version, first, length]): Range => ({ version, first, last: first + length }));
const set = fc.array(range, { maxLength: 6 });

/** The addresses of a set one by one: what the arithmetic is compared with. */
function members(ranges: AddressSet): Set<string> {
  const all = new Set<string>();
  for (const { version, first, last } of ranges) for (let at = first; at <= last; at++) all.add(`${version}:${at}`);
  return all;
}
const sorted = (addresses: Iterable<string>) => [...addresses].sort();

describe("address sets", () => {
  it("a union holds the members of both, in order, without touching ranges", () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const both = union(a, b);
        expect(sorted(members(both))).to.deep.equal(sorted(new Set([...members(a), ...members(b)])));
        both.slice(1).forEach((next, index) => {
          const previous = both[index];
          if (previous?.version === next.version) expect(next.first > previous.last + 1n).to.equal(true);
        });
      }),
    );
  });

  it("a difference holds what the second lacks", () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const taken = members(b);
        expect(sorted(members(difference(a, b)))).to.deep.equal(
          sorted([...members(a)].filter((one) => !taken.has(one))),
        );
      }),
    );
  });

  it("a block covers its prefix, however its host bits are written", () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
        const text = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
        const parsed = parseCidr(`${text}/${prefix}`);
        const count = 2 ** (32 - prefix);
        const first = Math.floor(address / count) * count;
        expect(parsed).to.deep.equal({ version: 4, first: BigInt(first), last: BigInt(first + count - 1) });
      }),
    );
  });

  for (const text of [
    "everybody",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/8",
    "010.0.0.0/8",
    "0x0a000000/8",
    "::/129",
    "",
    "10.0.0.0/8 ",
  ])
    it(`${JSON.stringify(text)} is no block`, () => {
      expect(parseCidr(text)).to.equal(undefined);
    });
});

describe("what of a range is public", () => {
  const isPublic = (...blocks: string[]) =>
    publicPart(union(blocks.map(parseCidr).filter((one) => one !== undefined))).length > 0;

  for (const block of [
    "0.0.0.0/0",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "8.8.8.8/32",
    "10.0.0.0/7",
    "172.0.0.0/8",
    "100.0.0.0/8",
    "192.0.0.0/8",
    "::/0",
    "2a00::/12",
    "2000::/3",
    "fc00::/6",
    "203.0.113.0/24",
  ])
    it(`${block} is`, () => {
      expect(isPublic(block)).to.equal(true);
    });

  for (const block of [
    "10.0.0.0/8",
    "10.255.255.255/32",
    "172.16.0.0/12",
    "172.31.0.0/16",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "127.0.0.1/32",
    "169.254.0.0/16",
    "fd00::/8",
    "fe80::/10",
    "::1/128",
  ])
    it(`${block} is not`, () => {
      expect(isPublic(block)).to.equal(false);
    });
});
