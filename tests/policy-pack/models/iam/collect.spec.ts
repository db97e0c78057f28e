import { expect } from "chai";
import { collectIdentities } from "../../../../policy-pack/models/iam/collect";
import { iamOf } from "../../../../policy-pack/models/iam/index";
import { summarizeRoles } from "../../../../policy-pack/models/iam/summary";
import {
  account,
  administratorAccess,
  identitiesOf,
  identity,
  policy,
  role,
  stackOf,
  statement,
  trusting,
  unknown,
  urnOf,
  type Made,
} from "./support";

const text = policy(statement("s3:GetObject", "arn:aws:s3:::shop/*"));

function names(of: string, ...made: readonly Made[]): string[] {
  return identity(identitiesOf(...made), of).policies.map((one) => `${one.kind} ${one.name}`);
}

function inline(props: Record<string, unknown>, from?: Made["from"]): Made {
  return { type: "aws:iam/rolePolicy:RolePolicy", name: "extra", props: { policy: text, ...props }, from };
}

const shared: Made = { type: "aws:iam/policy:Policy", name: "shared", props: { name: "shared", policy: text } };
const sharedArn = `arn:aws:iam::${account}:policy/shared`;

describe("identities of a stack", () => {
  describe("given policies from every source", () => {
    it("finds inline ones of the role itself", () => {
      expect(names("web", role("web", { inline: text }))).to.deep.equal(["inline web"]);
    });
    it("finds inline ones by the role's name", () => {
      expect(names("web", role("web"), inline({ role: "web" }))).to.deep.equal(["inline extra"]);
    });
    it("finds inline ones by an edge while the name is not known", () => {
      expect(names("web", role("web"), role("api"), inline({ role: unknown }, { role: ["web"] }))).to.deep.equal([
        "inline extra",
      ]);
    });
    it("finds managed ones that the role lists", () => {
      expect(names("web", role("web", { managed: [administratorAccess] }))).to.deep.equal(["aws AdministratorAccess"]);
      expect(names("web", shared, role("web", { managed: [sharedArn] }))).to.deep.equal(["customer shared"]);
    });
    it("finds managed ones of a list that is unknown as a whole by its edges", () => {
      const web = role("web", { props: { managedPolicyArns: unknown }, from: { managedPolicyArns: ["shared"] } });
      expect(names("web", shared, web)).to.deep.equal(["customer shared"]);
    });
    it("finds attachments of one and of many", () => {
      const one: Made = {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        name: "one",
        props: { role: "web", policyArn: sharedArn },
      };
      const many: Made = {
        type: "aws:iam/policyAttachment:PolicyAttachment",
        name: "many",
        props: { roles: ["web", "api"], policyArn: administratorAccess },
      };
      expect(names("web", shared, role("web"), role("api"), one, many)).to.deep.equal([
        "customer shared",
        "aws AdministratorAccess",
      ]);
      expect(names("api", shared, role("web"), role("api"), one, many)).to.deep.equal(["aws AdministratorAccess"]);
    });
    it("finds those of an exclusive list, and of one that is unknown as a whole by its edges", () => {
      const exclusive = (policyArns: unknown, from?: Made["from"]): Made => ({
        type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        name: "only",
        props: { roleName: "web", policyArns },
        from,
      });
      expect(names("web", shared, role("web"), exclusive([sharedArn, administratorAccess]))).to.deep.equal([
        "customer shared",
        "aws AdministratorAccess",
      ]);
      expect(names("web", shared, role("web"), exclusive(unknown, { policyArns: ["shared"] }))).to.deep.equal([
        "customer shared",
      ]);
    });
    it("finds the boundary", () => {
      const found = identity(identitiesOf(shared, role("web", { boundary: sharedArn })), "web");
      expect(found.boundary).to.deep.include({ kind: "customer", name: "shared" });
    });
  });

  describe("given what cannot be told", () => {
    it("gives each of several candidates a policy that is not known, and names the attachment", () => {
      const found = identitiesOf(role("web"), role("api"), inline({ role: unknown }, { role: ["web", "api"] }));
      for (const name of ["web", "api"])
        expect(identity(found, name).policies.map((one) => one.document.incomplete)).to.deep.equal([true]);
      expect(found.unplaced.map((one) => `${one.resource.name} ${one.path}`)).to.deep.equal(["extra role"]);
    });
    it("leaves policies of roles outside the stack out", () => {
      const found = identitiesOf(role("web"), inline({ role: "elsewhere" }));
      expect(identity(found, "web").policies).to.deep.equal([]);
      expect(found.unplaced).to.deep.equal([]);
    });
    it("takes a managed policy from elsewhere for unknown", () => {
      const [found] = identity(
        identitiesOf(role("web", { managed: [`arn:aws:iam::${account}:policy/elsewhere`] })),
        "web",
      ).policies;
      expect(found?.document.incomplete).to.equal(true);
    });
    it("takes inline policies that are unknown as a list for unknown", () => {
      const found = identity(identitiesOf(role("web", { props: { inlinePolicies: unknown } })), "web");
      expect(found.policies.map((one) => one.document.incomplete)).to.deep.equal([true]);
    });
  });

  describe("given resources that work with roles", () => {
    const task: Made = {
      type: "aws:ecs/taskDefinition:TaskDefinition",
      name: "task",
      props: { taskRoleArn: `arn:aws:iam::${account}:role/web`, executionRoleArn: unknown },
      from: { executionRoleArn: ["pull"] },
    };
    const schedule: Made = {
      type: "aws:scheduler/schedule:Schedule",
      name: "nightly",
      props: { target: { roleArn: unknown } },
      from: { target: ["pull"] },
    };
    it("tells which, and by which property", () => {
      const found = identitiesOf(role("web"), role("pull"), task, schedule);
      const of = (name: string) => identity(found, name).workers.map((one) => `${one.resource.name} ${one.property}`);
      expect(of("web")).to.deep.equal(["task taskRoleArn"]);
      expect(of("pull")).to.deep.equal(["task executionRoleArn", "nightly target.roleArn"]);
    });
  });

  describe("given the account", () => {
    it("takes it from the ARNs that are known, and from outside first", () => {
      expect(identitiesOf(role("web")).account).to.equal(account);
      expect(identitiesOf(role("web", { props: { arn: undefined } })).account).to.equal(undefined);
      expect(collectIdentities(stackOf(role("web")), { accountId: "999999999999" }).account).to.equal("999999999999");
    });
    it("makes ARNs of names before AWS does, with path", () => {
      const early = role("web", { props: { arn: undefined, path: "/app/" } });
      const found = collectIdentities(stackOf(early), { accountId: account });
      expect(identity(found, "web").arn).to.equal(`arn:*:iam::${account}:role/app/web`);
      expect(found.find("role", `arn:aws:iam::${account}:role/app/web`)?.resource.name).to.equal("web");
    });
  });
});

describe("roles in one line each", () => {
  it("say who may assume them, what they call, and where they get to", () => {
    const admin = role("admin", {
      managed: [administratorAccess],
      trust: trusting({ Service: ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"] }),
    });
    const web = role("web", {
      inline: policy(statement(["s3:GetObject", "logs:PutLogEvents", "iam:PassRole", "ecs:RunTask"])),
    });
    expect(summarizeRoles(identitiesOf(admin, web))).to.deep.equal([
      {
        urn: urnOf("aws:iam/role:Role", "admin"),
        assumedBy: ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"],
        services: ["*"],
        administrator: "yes",
        escalation: "no",
        chain: "",
        unknown: [],
      },
      {
        urn: urnOf("aws:iam/role:Role", "web"),
        assumedBy: ["ecs-tasks.amazonaws.com"],
        services: ["ecs", "iam", "logs", "s3"],
        administrator: "no",
        escalation: "yes",
        chain: "web -> ecs-008 runs an existing task with the role and the command of its choice -> admin",
        unknown: [],
      },
    ]);
  });

  it("leave services out that are denied whole, and say what is not known", () => {
    const web = role("web", {
      inline: {
        Version: "2012-10-17",
        Statement: [statement(["s3:Get*", "logs:*"], [unknown]), { Effect: "Deny", Action: "s3:*", Resource: "*" }],
      },
    });
    const [line] = summarizeRoles(identitiesOf(web));
    expect(line).to.deep.include({
      services: ["logs"],
      unknown: ["inlinePolicies[0].policy.Statement[0].Resource[0]"],
    });
  });

  it("are part of the model that a stack keeps", () => {
    const stack = stackOf(role("web"));
    const iam = stack.view(iamOf);
    expect(stack.view(iamOf)).to.equal(iam);
    expect(iam.escalations()).to.equal(iam.escalations());
    expect(iam.identities.roles).to.have.lengthOf(1);
  });
});
