import type { Reader } from "../../plan/reader";
import { times, type Charge, type Entry, type Factor } from "../entries";
import { known } from "../inquiry";

/** What gp3 has at no extra cost. AWS: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
export const includedIops = 3000;
const includedThroughput = 125;

/** Where a volume's settings stand: `size` and `type` for a volume of its own, other names in a machine's devices. */
export interface VolumeSettings {
  readonly size: number;
  readonly type: string;
  readonly iops?: number;
  readonly throughput?: number;
}

export function volumeSettings(reader: Reader, names: { size: string; type: string }, size: number): VolumeSettings {
  return {
    size: known(reader.number(names.size)) ?? size,
    type: known(reader.text(names.type)) ?? "gp2",
    iops: known(reader.number("iops")),
    throughput: known(reader.number("throughput")),
  };
}

/** EBS storage, and what a gp3 volume has beyond what its price includes; times what there are of it. */
export function* volumeCharges(
  { size, type, iops = 0, throughput = 0 }: VolumeSettings,
  item = "EBS storage",
  more: Partial<Charge> = {},
  ...factors: readonly Factor[]
): Iterable<Entry> {
  yield {
    kind: "charge",
    item: `${item}, ${type}`,
    key: `ebs.${type}`,
    ...times([size, "GB"], ...factors),
    allowance: ["gp2", "gp3", "standard"].includes(type) ? "volumeStorage" : undefined,
    cheaper: type === "gp2" ? "gp3, which costs a fifth less and may be changed in place" : undefined,
    ...more,
  };
  if (type === "gp3" && iops > includedIops) {
    const extra = times([iops - includedIops, "IOPS"], ...factors);
    yield { kind: "charge", item: `${item}, IOPS above ${includedIops}`, key: "ebs.gp3.iops", ...extra };
  }
  if (type === "gp3" && throughput > includedThroughput) {
    const extra = times([throughput - includedThroughput, "MiB/s"], ...factors);
    yield {
      kind: "charge",
      item: `${item}, throughput above ${includedThroughput}`,
      key: "ebs.gp3.throughput",
      ...extra,
    };
  }
  if (type === "io1" || type === "io2") {
    const bought = times([iops, "IOPS"], ...factors);
    yield { kind: "charge", item: `${item}, IOPS`, key: `ebs.${type}.iops`, ...bought };
  }
}
