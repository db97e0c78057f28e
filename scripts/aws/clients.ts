import { asCommandError } from "./faults";

/** What every client of the AWS SDK takes of ours. */
interface ClientSettings {
  region?: string;
}

/** A step of the SDK's handling of a request, as far as it is used here; releases of the SDK type it differently. */
type Middleware = (next: Handler, context: HandlerContext) => Handler;
type Handler = (args: { request?: unknown }) => Promise<never>;

/** Where a step stands among the SDK's own. */
interface MiddlewareOptions {
  step: "initialize" | "finalizeRequest";
  priority: "high" | "low";
  name: string;
}

/** A client of the AWS SDK, as far as it is prepared here: any release's, whatever types its middleware has. */
interface SdkClient {
  middlewareStack: { add(middleware: never, options: never): void };
}

/** Gives clients that speak the command's region and whose errors are told in one line. */
export interface Clients {
  /** A client of a service; `region` only where the service lives in one region, as Budgets and Cost Explorer do. */
  client<C extends SdkClient>(service: new (settings: ClientSettings) => C, region?: string): Promise<C>;
  /** The region that commands work in; undefined: the SDK's own search decides. */
  region(): Promise<string | undefined>;
  /** Told of each request that is tried again; absent where nobody listens. */
  onRetry?: (line: string) => void;
}

// Which Node.js a release of the SDK supports is settled by our exact versions; a warning at every command is none of
// the user's concern.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/** A request is tried this often: the first time, and again with growing pauses while AWS throttles or fails. */
process.env["AWS_MAX_ATTEMPTS"] ??= "5";

export function createClients(settings: {
  region: () => Promise<string | undefined>;
  /** Told of each request that is tried again. */
  onRetry?: (line: string) => void;
}): Clients {
  let region: Promise<string | undefined> | undefined;
  const regionOnce = () => (region ??= settings.region());
  return {
    region: regionOnce,
    ...(settings.onRetry && { onRetry: settings.onRetry }),
    client: async (service, fixedRegion) => {
      const chosen = fixedRegion ?? (await regionOnce());
      const client = new service({ ...(chosen !== undefined && { region: chosen }) });
      tellFaults(client);
      if (settings.onRetry) tellRetries(client, settings.onRetry);
      return client;
    },
  };
}

/** What the SDK says of a request while it handles it. */
interface HandlerContext {
  clientName?: string;
  commandName?: string;
}

/** `ECS ListTasks`. */
function requestName({ clientName = "AWS", commandName = "request" }: HandlerContext): string {
  return `${clientName.replace(/Client$/, "")} ${commandName.replace(/Command$/, "")}`;
}

function addStep({ middlewareStack }: SdkClient, middleware: Middleware, options: MiddlewareOptions): void {
  middlewareStack.add(middleware as never, options as never);
}

function tellFaults(client: SdkClient): void {
  addStep(
    client,
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw asCommandError(error, requestName(context));
      }
    },
    { step: "initialize", priority: "high", name: "cloisterFaults" },
  );
}

function tellRetries(client: SdkClient, onRetry: (line: string) => void): void {
  addStep(
    client,
    (next, context) => async (args) => {
      const [, attempt = "1", most = "?"] = /attempt=(\d+); max=(\d+)/.exec(attemptHeader(args.request)) ?? [];
      if (attempt !== "1") onRetry(`${requestName(context)}: attempt ${attempt} of ${most}`);
      try {
        return await next(args);
      } catch (error) {
        onRetry(`${requestName(context)}: ${error instanceof Error ? error.name : "failed"}`);
        throw error;
      }
    },
    { step: "finalizeRequest", priority: "low", name: "cloisterRetries" },
  );
}

/** The SDK counts attempts in a header: `attempt=2; max=5`. */
function attemptHeader(request: unknown): string {
  if (typeof request !== "object" || request === null || !("headers" in request)) return "";
  const { headers } = request;
  if (typeof headers !== "object" || headers === null || !("amz-sdk-request" in headers)) return "";
  return String(headers["amz-sdk-request"]);
}
