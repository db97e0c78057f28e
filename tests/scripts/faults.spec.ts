import { expect } from "chai";
import { once } from "node:events";
import * as http from "node:http";
import { cloister } from "./support/cli";

/** An answer that AWS gives instead of a result. */
interface Answer {
  status: number;
  type: string;
  message: string;
}

/** Runs `cloister parameter get` against a server that always gives one answer. */
async function against(answer: Answer | string, args: string[] = []) {
  let requests = 0;
  const server = http.createServer((_request, response) => {
    requests++;
    if (typeof answer === "string") return response.writeHead(500, { "content-type": "text/html" }).end(answer);
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" });
    return response.end(JSON.stringify({ __type: answer.type, message: answer.message }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const ran = await cloister(["parameter", "get", "/a", ...args], {
    ...environment,
    AWS_MAX_ATTEMPTS: "2",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  });
  server.close();
  return { ...ran, requests };
}

const nobody = {
  PATH: "/nonexistent",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/none",
  AWS_SHARED_CREDENTIALS_FILE: "/none",
};
const environment = {
  ...nobody,
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "testing",
  AWS_SECRET_ACCESS_KEY: "testing",
};

describe("an operations command that AWS refuses", function () {
  this.timeout(60_000);
  for (const [title, answer, said] of [
    [
      "expired credentials",
      { status: 400, type: "ExpiredTokenException", message: "The security token included in the request is expired" },
      "error: The AWS credentials have expired (SSM GetParameter).\n  Sign in again: aws sso login, or renew the role's session.\n",
    ],
    [
      "credentials that are none",
      {
        status: 400,
        type: "UnrecognizedClientException",
        message: "The security token included in the request is invalid.",
      },
      "error: AWS does not accept the credentials (SSM GetParameter).\n  See whose they are with: aws sts get-caller-identity\n",
    ],
    [
      "a missing permission",
      {
        status: 400,
        type: "AccessDeniedException",
        message: "User: arn:aws:iam::1:user/a is not authorized to perform: ssm:GetParameter on resource: x",
      },
      "error: AWS refuses SSM GetParameter: User: arn:aws:iam::1:user/a is not authorized to perform: ssm:GetParameter on resource: x\n  Use a role that is allowed ssm:GetParameter, or add it to this one.\n",
    ],
  ] as const) {
    it(`tells of ${title} in one line, with the fix, and exits 1`, async () => {
      const ran = await against(answer);
      expect(ran.stderr).to.equal(said);
      expect(ran).to.include({ code: 1, stdout: "" });
    });
  }

  it("tries a throttled request again, shows each attempt with --verbose, and then gives up in one line", async () => {
    const ran = await against({ status: 400, type: "ThrottlingException", message: "Rate exceeded" }, ["--verbose"]);
    expect(ran.requests).to.equal(2);
    expect(ran.stderr).to.contain("SSM GetParameter: attempt 2 of 2\n");
    expect(ran.stderr).to.contain("error: AWS throttles SSM GetParameter, also after several attempts.\n");
    expect(ran.code).to.equal(1);
  });

  it("says that something else answers in AWS's place", async () => {
    const ran = await against("<html>proxy</html>");
    expect(ran.stderr).to.contain("is not one that AWS gives");
    expect(ran.stderr).not.to.contain("    at ");
  });

  it("says that there are no credentials", async () => {
    const ran = await cloister(["parameter", "get", "/a"], {
      ...nobody,
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    });
    expect(ran.stderr).to.equal(
      "error: There are no AWS credentials.\n  Sign in with aws sso login and set AWS_PROFILE, or run where a role is attached.\n",
    );
    expect(ran.code).to.equal(1);
  });

  it("says that the network refuses", async () => {
    const ran = await cloister(["parameter", "get", "/a"], { ...environment, AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    expect(ran.stderr).to.contain("error: AWS cannot be reached (SSM GetParameter).\n");
    expect(ran.code).to.equal(1);
  });

  it("says that no region is known", async () => {
    const { AWS_REGION: _region, ...rest } = environment;
    const ran = await cloister(["parameter", "get", "/a"], rest);
    expect(ran.stderr).to.equal("error: No AWS region is known.\n  Give it by --region, or set AWS_REGION.\n");
  });
});

describe("the command line", () => {
  it("suggests the nearest command", async () => {
    const ran = await cloister(["paramter"], nobody);
    expect(ran.code).to.equal(1);
    expect(ran.stderr).to.contain("(Did you mean parameter?)");
  });

  it("loads nothing of AWS for its help", async () => {
    const ran = await cloister(["--help"], { ...nobody, NODE_DEBUG: "module" });
    expect(ran.stdout).to.contain("Before a deployment:");
    expect(ran.stderr).not.to.contain("@aws-sdk");
    expect(ran.stderr).not.to.contain("@pulumi");
  });
});
