import type { Terminal } from "./context";

/** How often the line is drawn at most, in milliseconds: often enough to look alive. */
const intervalMs = 100;

/** One line of progress at a terminal. There is none where standard error is a file, or where the result itself is seen to grow. */
export function createProgressLine({ stdout, stderr }: Terminal) {
  const isSeen = stderr.isTTY === true && stdout.isTTY !== true;
  let last = 0;
  let shown = false;
  const clear = () => {
    if (shown) stderr.write("\r\u001b[K");
    shown = false;
  };
  return {
    clear,
    show: (text: string) => {
      const now = Date.now();
      if (!isSeen || now - last < intervalMs) return;
      if (last === 0) process.once("exit", clear);
      last = now;
      stderr.write(`\r\u001b[K${text}`);
      shown = true;
    },
  };
}
