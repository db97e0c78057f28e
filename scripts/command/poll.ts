/** Pause between two looks at something in AWS that takes time, in milliseconds; the environment may shorten it. */
export const pollMs = Number(process.env["CLOISTER_POLL_MS"] ?? 3000);
