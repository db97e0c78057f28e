/** Passes output on and, on a terminal, keeps one line of progress below it. */
export interface Progress {
  line: (text: string) => void;
  count: (resources: number) => void;
  clear: () => void;
}

/** How often the line is drawn at most, in milliseconds: often enough to look alive. */
const intervalMs = 80;

export function createProgress(stream: NodeJS.WriteStream): Progress {
  let shown = false;
  let last = 0;
  const clear = () => {
    if (shown) stream.write("\r\u001b[K");
    shown = false;
  };
  return {
    clear,
    line: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    count: (resources) => {
      const now = Date.now();
      if (!stream.isTTY || now - last < intervalMs) return;
      last = now;
      stream.write(`\r\u001b[KPreviewing: ${resources} resources`);
      shown = true;
    },
  };
}
