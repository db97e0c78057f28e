import { once } from "node:events";
import * as http from "node:http";
import { buffer } from "node:stream/consumers";

/** A request to AWS as it came over the wire. */
export interface AwsRequest {
  /** Action of a JSON service, such as `ListTasks`, or of a query service. */
  action: string;
  /** Service and API version of a JSON service, such as `AmazonEC2ContainerServiceV20141113`. */
  service: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** What is answered instead of moto: JSON with status 200, or a fault. Undefined: moto answers. */
export type Answer = { status?: number; body: unknown } | undefined;

/** Answers, or changes what moto has answered. */
export interface Front {
  url: string;
  /** Every request, in order. */
  requests: AwsRequest[];
  close(): Promise<void>;
}

/**
 * A server before moto: it hands requests on, answers those that moto lacks, and may change answers on their way back
 * (moto's tasks never fail, and its services are always steady).
 */
export async function startFront(
  target: string,
  rules: {
    answer?: (request: AwsRequest) => Answer;
    change?: (request: AwsRequest, body: Record<string, unknown>) => void;
    /** The body that moto gets instead. */
    rewrite?: (request: AwsRequest) => string;
  },
): Promise<Front> {
  const requests: AwsRequest[] = [];
  const server = http.createServer((incoming, response) => {
    void (async () => {
      const request = await read(incoming);
      requests.push(request);
      const own = rules.answer?.(request);
      if (own !== undefined) {
        response.writeHead(own.status ?? 200, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify(own.body));
        return;
      }
      const { host: _host, connection: _connection, "content-length": _length, ...headers } = incoming.headers;
      const body = rules.rewrite?.(request) ?? request.body;
      const answered = await fetch(`${target}${incoming.url}`, {
        method: incoming.method,
        headers: headers as Record<string, string>,
        ...(body !== "" && { body }),
      });
      let text = await answered.text();
      if (rules.change && answered.ok && text.startsWith("{")) {
        const changed = JSON.parse(text) as Record<string, unknown>;
        rules.change(request, changed);
        text = JSON.stringify(changed);
      }
      response.writeHead(answered.status, { "content-type": answered.headers.get("content-type") ?? "" });
      response.end(text);
    })().catch((error: unknown) => {
      response.writeHead(599).end(String(error));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function read(incoming: http.IncomingMessage): Promise<AwsRequest> {
  const body = (await buffer(incoming)).toString("utf8");
  const target = incoming.headers["x-amz-target"];
  const [service = "", action = ""] = typeof target === "string" ? target.split(".") : [];
  return {
    service,
    action: action || (/(?:^|&)Action=(\w+)/.exec(body)?.[1] ?? ""),
    headers: incoming.headers,
    body,
  };
}
