import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Clients } from "./clients";
import { asCommandError } from "./faults";

/** A request to a service that speaks AWS's JSON protocol and has no client in the SDK. */
export interface JsonRequest {
  /** As the signature names it: `freetier`. */
  service: string;
  region: string;
  /** `https://HOST`; `AWS_ENDPOINT_URL` goes before it. */
  endpoint: string;
  /** Service and action: `AWSFreeTierService.GetFreeTierUsage`. */
  target: string;
  body: object;
  signal: AbortSignal;
}

/**
 * Sends a request signed with the credentials that the SDK finds, and again while AWS throttles or fails.
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 * @throws CommandError in one line, as the SDK's clients do here
 */
export async function signedRequest(aws: Clients, request: JsonRequest): Promise<Record<string, unknown>> {
  const [service = "", action = ""] = request.target.split(".");
  const name = `${service.replace(/^AWS|Service$/g, "")} ${action}`;
  const most = Number(process.env["AWS_MAX_ATTEMPTS"] ?? 5);
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(aws, request);
    } catch (error) {
      if (attempt >= most || !isTemporary(error) || request.signal.aborted) throw asCommandError(error, name);
      aws.onRetry?.(`${name}: attempt ${attempt + 1} of ${most}`);
      await pause(100 * 2 ** attempt * (0.5 + Math.random() / 2), undefined, { signal: request.signal }).catch(() => 0);
    }
  }
}

async function send(aws: Clients, { service, region, endpoint, target, body, signal }: JsonRequest) {
  const url = new URL(process.env["AWS_ENDPOINT_URL"] ?? endpoint);
  const { credentials } = (await aws.client(STSClient, region)).config;
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    path: "/",
    headers: { host: url.host, "content-type": "application/x-amz-json-1.0", "x-amz-target": target },
    body: JSON.stringify(body),
  });
  const { host: _host, ...headers } = signed.headers; // fetch writes it itself
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal }).catch(reachable);
  const text = await answer.text();
  // An answer that is no JSON is not AWS's: its SyntaxError says so.
  const parsed = JSON.parse(text === "" ? "{}" : text) as Record<string, unknown>;
  if (answer.ok) return parsed;
  const fault = new Error(String(parsed["message"] ?? parsed["Message"] ?? ""));
  fault.name = String(parsed["__type"] ?? `HTTP ${answer.status}`).replace(/^.*#/, "");
  throw fault;
}

/** What stopped fetch lies in the cause of its error. */
function reachable(error: unknown): never {
  throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

function isTemporary(error: unknown): boolean {
  return error instanceof Error && /Throttl|TooManyRequests|InternalServer|ServiceUnavailable|^HTTP 5/.test(error.name);
}

/** SHA-256, keyed or not, as the signer wants it. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {
    throw new Error("A signature hashes once.");
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
