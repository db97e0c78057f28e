// How much memory and time refresh-prices needs for price files of several sizes, which a server makes while it sends
// them. Run: npx tsx bench/refreshPrices.ts [MEGABYTES ...]
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { bigPriceFile, machine } from "../tests/scripts/support/priceFiles";

const cli = path.join(__dirname, "..", "bin", "cloister.js");
const sizes = process.argv.slice(2).map(Number);

async function measure(megabytes: number, folder: string): Promise<void> {
  let sent = 0;
  const server = createServer((_request, response) => {
    const pieces = bigPriceFile(megabytes * 1e6, machine("EU-BoxUsage:m7g.large", 0.091));
    const counted = (function* () {
      for (const piece of pieces) {
        sent += piece.length;
        yield piece;
      }
    })();
    Readable.from(counted).pipe(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const hook = path.join(folder, "memory.cjs");
  fs.writeFileSync(hook, 'process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS)));');
  const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const args = ["refresh-prices", "--region", "eu-west-1", "--service", "AmazonEC2", "--mirror", mirror, "--dry-run"];
  const started = performance.now();
  const child = spawn(process.execPath, ["--require", hook, cli, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [said, memory] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  server.close();
  if (!said.includes("m7g.large") && !said.includes("1 confirmed"))
    throw new Error(`the price was not found: ${said}${memory}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${Math.round(sent / 1e6)} MB: peak memory ${Math.round(Number(memory) / 1024)} MiB, ${seconds} s`);
}

async function main(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  for (const megabytes of sizes.length > 0 ? sizes : [25, 250, 550]) await measure(megabytes, folder);
  fs.rmSync(folder, { recursive: true });
}

void main();
