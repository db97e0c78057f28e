import { once } from "node:events";

/**
 * Standard output that is never ahead of its reader: a long result waits until it is taken, so that memory does not
 * grow with it. A reader that goes away (`| head`) ends the command quietly.
 */
export class Output {
  private gone = false;

  constructor(
    private readonly stream: NodeJS.WritableStream,
    onGone: () => void,
  ) {
    this.onError = (error) => {
      if (error.code !== "EPIPE") throw error;
      this.gone = true;
      onGone();
    };
    stream.on("error", this.onError);
  }

  private readonly onError: (error: NodeJS.ErrnoException) => void;

  /** Whether the reader has gone. */
  get isGone(): boolean {
    return this.gone;
  }

  async write(text: string): Promise<void> {
    if (this.gone || this.stream.write(text)) return;
    // An error while waiting is the reader's leaving, which the listener above has noted.
    await once(this.stream, "drain").catch(() => undefined);
  }

  close(): void {
    this.stream.off("error", this.onError);
  }
}
