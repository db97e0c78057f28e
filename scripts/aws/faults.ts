import { CommandError, Interrupted } from "../command/errors";

/** A kind of fault: how the SDK or AWS names it, what to say, and what to do. */
interface Kind {
  names: RegExp;
  say: (request: string, detail: string) => string;
  fix: string | ((detail: string) => string);
}

/** The first that matches an error's name or code decides. Names: https://docs.aws.amazon.com/general/latest/gr/CommonErrors.html */
const kinds: readonly Kind[] = [
  {
    names: /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired|SSOTokenProviderFailure)$/,
    say: (request) => `The AWS credentials have expired (${request}).`,
    fix: "Sign in again: aws sso login, or renew the role's session.",
  },
  {
    names: /^(CredentialsProviderError|CredentialsError|ProviderError)$/,
    say: () => "There are no AWS credentials.",
    fix: "Sign in with aws sso login and set AWS_PROFILE, or run where a role is attached.",
  },
  {
    names:
      /^(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|AuthFailure|InvalidSignatureException|IncompleteSignature)$/,
    say: (request) => `AWS does not accept the credentials (${request}).`,
    fix: "See whose they are with: aws sts get-caller-identity",
  },
  {
    names: /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|UnauthorizedException|AuthorizationError)$/,
    say: (request, detail) => `AWS refuses ${request}: ${detail}`,
    fix: (detail) => {
      const action = /perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(detail)?.[1];
      return action === undefined
        ? "Use a role that may make this request."
        : `Use a role that is allowed ${action}, or add it to this one.`;
    },
  },
  {
    names:
      /^(ThrottlingException|Throttling|TooManyRequestsException|RequestLimitExceeded|SlowDown|ThrottledException)$/,
    say: (request) => `AWS throttles ${request}, also after several attempts.`,
    fix: "Wait a minute and run the command again; --verbose shows each attempt.",
  },
  {
    names: /^(ENOTFOUND|EAI_AGAIN)$/,
    say: (request) => `The address of AWS for ${request} is not found.`,
    fix: "Check the region's name (--region) and the network.",
  },
  {
    names: /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TimeoutError|NetworkingError)$/,
    say: (request) => `AWS cannot be reached (${request}).`,
    fix: "Check the network, a proxy or firewall, and AWS_ENDPOINT_URL where it is set.",
  },
  {
    // An HTML page where JSON was expected.
    names: /^SyntaxError$/,
    say: (request) => `The answer to ${request} is not one that AWS gives.`,
    fix: "Check AWS_ENDPOINT_URL and proxies: something else answers in AWS's place.",
  },
];

/** Any error of the AWS SDK as one line with a fix; what the commands threw themselves stays as it is. */
export function asCommandError(error: unknown, request: string): Error {
  if (error instanceof CommandError) return error;
  if (!(error instanceof Error)) return new CommandError(`${request} failed: ${String(error)}`);
  if (error.name === "AbortError") return new Interrupted();
  const detail = firstLine(error.message);
  if (/region is missing/i.test(detail))
    return new CommandError("No AWS region is known.", "Give it by --region, or set AWS_REGION.", { cause: error });
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  const kind = kinds.find(({ names }) => names.test(code) || names.test(error.name));
  if (kind === undefined) return new AwsFault(error.name, request, detail, error);
  const fix = typeof kind.fix === "string" ? kind.fix : kind.fix(detail);
  return new CommandError(kind.say(request, detail), fix, { cause: error });
}

/** A fault that AWS answers with and that a command may know what to make of, such as `ParameterNotFound`. */
export class AwsFault extends CommandError {
  constructor(
    /** The fault's name as AWS documents it. */
    readonly code: string,
    request: string,
    detail: string,
    cause: Error,
  ) {
    super(`${request} failed: ${detail === "" ? code : detail}`, undefined, { cause });
    this.name = "AwsFault";
  }
}

/** Whether an error is AWS's answer with one of these codes. */
export function isFault(error: unknown, ...codes: string[]): error is AwsFault {
  return error instanceof AwsFault && codes.includes(error.code);
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").trim();
}
