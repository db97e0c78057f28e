import { expect } from "chai";
import { describeChain } from "../../../../policy-pack/models/iam/escalation";
import {
  account,
  administratorAccess,
  escalationOf,
  policy,
  role,
  statement,
  trusting,
  unknown,
  type Made,
} from "./support";

const admin = role("admin", { managed: [administratorAccess] });
const adminArn = `arn:aws:iam::${account}:role/admin`;

function steps(name: string, ...made: readonly Made[]): string[] {
  return escalationOf(name, ...made).chain.map(({ from, technique, to }) =>
    [from.resource.name, technique.id, to?.resource.name ?? "administrator"].join(" "),
  );
}

describe("escalation search", () => {
  describe("given a role that may pass an administrator to tasks and run them", () => {
    const passing = role("web", { inline: policy(statement("iam:PassRole", adminArn), statement("ecs:RunTask")) });

    it("reports the way with its chain", () => {
      const found = escalationOf("web", admin, passing);
      expect(found.verdict).to.equal("yes");
      expect(steps("web", admin, passing)).to.deep.equal(["web ecs-008 admin"]);
      expect(describeChain(found.chain)).to.equal(
        "web -> ecs-008 runs an existing task with the role and the command of its choice -> admin",
      );
    });

    it("cites the technique of the permissions that it has", () => {
      const registering = role("web", {
        inline: policy(statement("iam:PassRole"), statement(["ecs:RunTask", "ecs:RegisterTaskDefinition"])),
      });
      expect(steps("web", admin, registering)).to.deep.equal(["web ecs-004 admin"]);
    });

    it("finds it through wildcards that never spell the actions", () => {
      const wide = role("web", { inline: policy(statement("iam:Pass*"), statement("ecs:*")) });
      expect(steps("web", admin, wide)).to.deep.equal(["web ecs-004 admin"]);
    });

    it("finds it across a policy that is attached and one that is inline", () => {
      const web = role("web", { inline: policy(statement("ecs:RunTask")) });
      const pass: Made = {
        type: "aws:iam/policy:Policy",
        name: "pass",
        props: { arn: `arn:aws:iam::${account}:policy/pass`, policy: policy(statement("iam:PassRole", adminArn)) },
      };
      const attached: Made = {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        name: "attached",
        props: { role: "web", policyArn: unknown },
        from: { policyArn: ["pass"] },
      };
      expect(steps("web", admin, web, pass, attached)).to.deep.equal(["web ecs-008 admin"]);
    });

    it("finds nothing when the administrator does not trust tasks", () => {
      const elsewhere = role("admin", {
        managed: [administratorAccess],
        trust: trusting({ Service: "ec2.amazonaws.com" }),
      });
      expect(escalationOf("web", elsewhere, passing).verdict).to.equal("no");
    });

    it("finds nothing when PassRole is held to another service", () => {
      const held = role("web", {
        inline: policy(
          statement("iam:PassRole", adminArn, {
            Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
          }),
          statement("ecs:RunTask"),
        ),
      });
      expect(escalationOf("web", admin, held).verdict).to.equal("no");
    });

    it("finds it when PassRole is held to that very service", () => {
      const held = role("web", {
        inline: policy(
          statement("iam:PassRole", adminArn, {
            Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
          }),
          statement("ecs:RunTask"),
        ),
      });
      expect(steps("web", admin, held)).to.deep.equal(["web ecs-008 admin"]);
    });

    it("tells the conditions that remain", () => {
      const held = role("web", {
        inline: policy(
          statement("iam:PassRole", adminArn),
          statement("ecs:RunTask", "*", {
            Condition: { ArnEquals: { "ecs:cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/a" } },
          }),
        ),
      });
      const found = escalationOf("web", admin, held);
      expect(found.verdict).to.equal("yes");
      expect(found.chain[0]?.when).to.deep.equal([
        "ArnEquals ecs:cluster arn:aws:ecs:eu-west-1:123456789012:cluster/a",
      ]);
    });

    it("finds nothing when a denial takes the passing away", () => {
      const denied = role("web", {
        inline: policy(statement("iam:PassRole"), statement("ecs:RunTask"), {
          Effect: "Deny",
          Action: "iam:PassRole",
          Resource: adminArn,
        }),
      });
      expect(escalationOf("web", admin, denied).verdict).to.equal("no");
    });

    it("finds nothing when a boundary leaves the passing out", () => {
      const bounded = role("web", {
        inline: policy(statement("iam:PassRole"), statement("ecs:RunTask")),
        boundary: "arn:aws:iam::aws:policy/AmazonS3FullAccess",
      });
      expect(escalationOf("web", admin, bounded).verdict).to.equal("no");
    });

    it("is undetermined when the role to pass is not known", () => {
      const web = role("web", {
        inline: { Version: "2012-10-17", Statement: [statement("iam:PassRole", unknown), statement("ecs:RunTask")] },
      });
      const found = escalationOf("web", admin, web);
      expect(found.verdict).to.equal("undetermined");
      expect(found.chain.map((step) => step.to?.resource.name)).to.deep.equal(["admin"]);
      expect(found.why.map((one) => one.path)).to.include("inlinePolicies[0].policy.Statement[0].Resource");
    });

    it("is undetermined when the whole text is not known", () => {
      const found = escalationOf("web", admin, role("web", { inline: unknown }));
      expect(found.verdict).to.equal("undetermined");
      expect(found.why).to.not.be.empty;
    });

    it("still reports what is certain beside a text that is not known", () => {
      const extra: Made = {
        type: "aws:iam/rolePolicy:RolePolicy",
        name: "extra",
        props: { role: "web", policy: unknown },
      };
      expect(escalationOf("web", admin, passing, extra).verdict).to.equal("yes");
    });
  });

  describe("given a way of several hops", () => {
    const middle = role("middle", {
      trust: trusting({ Service: "lambda.amazonaws.com" }),
      inline: policy(statement("iam:UpdateAssumeRolePolicy", adminArn)),
    });
    const start = role("start", {
      inline: policy(
        statement("iam:PassRole", `arn:aws:iam::${account}:role/middle`),
        statement(["lambda:CreateFunction", "lambda:InvokeFunction"]),
      ),
    });

    it("follows it to the end", () => {
      expect(steps("start", admin, middle, start)).to.deep.equal(["start lambda-001 middle", "middle iam-012 admin"]);
    });

    it("takes the shorter of two ways", () => {
      const both = role("start", {
        inline: policy(
          statement("iam:PassRole", [`arn:aws:iam::${account}:role/middle`, adminArn]),
          statement(["lambda:CreateFunction", "lambda:InvokeFunction", "ecs:RunTask"]),
        ),
      });
      expect(steps("start", admin, middle, both)).to.deep.equal(["start ecs-008 admin"]);
    });

    it("does not go round in circles", () => {
      const one = role("one", {
        inline: policy(statement("iam:UpdateAssumeRolePolicy", `arn:aws:iam::${account}:role/two`)),
      });
      const two = role("two", {
        inline: policy(statement("iam:UpdateAssumeRolePolicy", `arn:aws:iam::${account}:role/one`)),
      });
      expect(escalationOf("one", one, two).verdict).to.equal("no");
    });

    it("is undetermined when the next role cannot be read", () => {
      const unread = role("middle", { trust: trusting({ Service: "lambda.amazonaws.com" }), inline: unknown });
      const found = escalationOf("start", admin, unread, start);
      expect(found.verdict).to.equal("undetermined");
      expect(found.chain.map((step) => step.to?.resource.name)).to.deep.equal(["middle"]);
    });
  });

  describe("given a role that can raise itself", () => {
    const own = `arn:aws:iam::${account}:role/web`;
    const raising = role("web", { inline: policy(statement("iam:PutRolePolicy", own)) });

    it("reports one step to an administrator", () => {
      expect(steps("web", raising)).to.deep.equal(["web iam-005 administrator"]);
    });

    it("reports a role with all of IAM", () => {
      expect(escalationOf("web", role("web", { inline: policy(statement("iam:*")) })).verdict).to.equal("yes");
    });

    it("finds nothing within a boundary that it cannot remove", () => {
      const boundary: Made = {
        type: "aws:iam/policy:Policy",
        name: "limit",
        props: {
          arn: `arn:aws:iam::${account}:policy/limit`,
          policy: policy(statement(["iam:PutRolePolicy", "s3:*"])),
        },
      };
      const bounded = role("web", {
        inline: policy(statement("iam:PutRolePolicy", own)),
        boundary: `arn:aws:iam::${account}:policy/limit`,
      });
      expect(escalationOf("web", boundary, bounded).verdict).to.equal("no");
    });

    it("reports it when the boundary can be removed", () => {
      const boundary: Made = {
        type: "aws:iam/policy:Policy",
        name: "limit",
        props: { arn: `arn:aws:iam::${account}:policy/limit`, policy: policy(statement("iam:*")) },
      };
      const bounded = role("web", {
        inline: policy(statement(["iam:PutRolePolicy", "iam:DeleteRolePermissionsBoundary"], own)),
        boundary: `arn:aws:iam::${account}:policy/limit`,
      });
      expect(steps("web", boundary, bounded)).to.deep.equal(["web iam-005 administrator"]);
    });

    it("finds nothing when it may attach harmless policies only", () => {
      const harmless = role("web", {
        inline: policy(
          statement("iam:AttachRolePolicy", own, {
            Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
          }),
        ),
      });
      expect(escalationOf("web", harmless).verdict).to.equal("no");
    });

    it("reports a new version of its own policy, but not of somebody else's", () => {
      const arn = `arn:aws:iam::${account}:policy/own`;
      const managed: Made = {
        type: "aws:iam/policy:Policy",
        name: "own",
        props: { arn, policy: policy(statement("iam:CreatePolicyVersion", arn)) },
      };
      expect(steps("web", managed, role("web", { managed: [arn] }))).to.deep.equal(["web iam-001 administrator"]);
      const other = role("other", { inline: policy(statement("iam:CreatePolicyVersion", arn)) });
      expect(escalationOf("other", managed, role("web", { managed: [arn] }), other).verdict).to.equal("no");
    });
  });

  describe("given resources that work with an administrator", () => {
    const handler = role("admin", {
      managed: [administratorAccess],
      trust: trusting({ Service: "lambda.amazonaws.com" }),
    });
    const job: Made = { type: "aws:lambda/function:Function", name: "job", props: { name: "job", role: adminArn } };

    it("reports who may replace their code", () => {
      const web = role("web", {
        inline: policy(statement("lambda:UpdateFunctionCode", `arn:aws:lambda:eu-west-1:${account}:function:job`)),
      });
      expect(steps("web", handler, job, web)).to.deep.equal(["web lambda-003 admin"]);
    });

    it("passes who may replace other code", () => {
      const web = role("web", {
        inline: policy(statement("lambda:UpdateFunctionCode", `arn:aws:lambda:eu-west-1:${account}:function:other`)),
      });
      expect(escalationOf("web", handler, job, web).verdict).to.equal("no");
    });

    it("reports commands on instances through the instance profile", () => {
      const machine = role("admin", {
        managed: [administratorAccess],
        trust: trusting({ Service: "ec2.amazonaws.com" }),
      });
      const profile: Made = {
        type: "aws:iam/instanceProfile:InstanceProfile",
        name: "profile",
        props: { name: "profile", role: "admin" },
      };
      const host: Made = {
        type: "aws:ec2/instance:Instance",
        name: "host",
        props: { iamInstanceProfile: unknown },
        from: { iamInstanceProfile: ["profile"] },
      };
      const web = role("web", { inline: policy(statement("ssm:SendCommand")) });
      expect(steps("web", machine, profile, host, web)).to.deep.equal(["web ssm-002 admin"]);
    });
  });

  describe("given an administrator that other identities may assume", () => {
    const assumable = (principal: unknown) =>
      role("admin", { managed: [administratorAccess], trust: trusting(principal) });

    it("needs no permission of one that is named", () => {
      const trusted = assumable({ AWS: `arn:aws:iam::${account}:role/web` });
      expect(steps("web", trusted, role("web"))).to.deep.equal(["web sts-001 admin"]);
      expect(escalationOf("other", trusted, role("web"), role("other")).verdict).to.equal("no");
    });

    it("asks those of the account for the permission", () => {
      const trusted = assumable({ AWS: `arn:aws:iam::${account}:root` });
      expect(escalationOf("web", trusted, role("web")).verdict).to.equal("no");
      const web = role("web", { inline: policy(statement("sts:AssumeRole", adminArn)) });
      expect(steps("web", trusted, web)).to.deep.equal(["web sts-001 admin"]);
    });

    it("heeds a condition on who comes", () => {
      const held = (arn: string) =>
        role("admin", {
          managed: [administratorAccess],
          trust: trusting({ AWS: account }, { ArnEquals: { "aws:PrincipalArn": arn } }),
        });
      const web = role("web", { inline: policy(statement("sts:AssumeRole")) });
      expect(escalationOf("web", held(`arn:aws:iam::${account}:role/web`), web).verdict).to.equal("yes");
      expect(escalationOf("web", held(`arn:aws:iam::${account}:role/other`), web).verdict).to.equal("no");
    });

    it("passes those of another account", () => {
      const web = role("web", { inline: policy(statement("sts:AssumeRole")) });
      expect(escalationOf("web", assumable({ AWS: "arn:aws:iam::999999999999:root" }), web).verdict).to.equal("no");
    });
  });

  describe("given users and groups", () => {
    const boss: Made = {
      type: "aws:iam/user:User",
      name: "boss",
      props: { name: "boss", arn: `arn:aws:iam::${account}:user/boss` },
    };
    const bossPower: Made = {
      type: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
      name: "power",
      props: { user: "boss", policyArn: administratorAccess },
    };
    const clerk: Made = {
      type: "aws:iam/user:User",
      name: "clerk",
      props: { name: "clerk", arn: `arn:aws:iam::${account}:user/clerk` },
    };
    const admins: Made = {
      type: "aws:iam/group:Group",
      name: "admins",
      props: { name: "admins", arn: `arn:aws:iam::${account}:group/admins` },
    };
    const adminsPower: Made = {
      type: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
      name: "groupPower",
      props: { group: "admins", policyArn: administratorAccess },
    };

    it("reports who may make keys for an administrator", () => {
      const web = role("web", {
        inline: policy(statement("iam:CreateAccessKey", `arn:aws:iam::${account}:user/boss`)),
      });
      expect(steps("web", boss, bossPower, web)).to.deep.equal(["web iam-002 boss"]);
    });

    it("reports who may join a group of administrators", () => {
      const joins: Made = {
        type: "aws:iam/userPolicy:UserPolicy",
        name: "joins",
        props: {
          user: "clerk",
          policy: policy(statement("iam:AddUserToGroup", `arn:aws:iam::${account}:group/admins`)),
        },
      };
      expect(steps("clerk", clerk, admins, adminsPower, joins)).to.deep.equal(["clerk iam-013 admins"]);
    });

    it("counts what a group gives", () => {
      const member: Made = {
        type: "aws:iam/userGroupMembership:UserGroupMembership",
        name: "member",
        props: { user: "clerk", groups: ["admins"] },
      };
      expect(escalationOf("clerk", clerk, admins, adminsPower, member).administrator).to.equal("yes");
    });
  });

  describe("given permissions that reach beyond the stack", () => {
    it("lists them with what they may be used on", () => {
      const web = role("web", { inline: policy(statement("iam:PassRole"), statement("ecs:RunTask")) });
      const found = escalationOf("web", web);
      expect(found.verdict).to.equal("no");
      expect(found.outside.map(({ technique, on }) => `${technique.id} ${on}`)).to.deep.equal(["ecs-008 *"]);
    });

    it("lists a role by name that is not of the stack", () => {
      const web = role("web", {
        inline: policy(statement("iam:PassRole", "arn:aws:iam::123456789012:role/other"), statement("ecs:RunTask")),
      });
      expect(escalationOf("web", web).outside.map(({ on }) => on)).to.deep.equal([
        "arn:aws:iam::123456789012:role/other",
      ]);
    });

    it("lists nothing when every role is of the stack", () => {
      const web = role("web", {
        inline: policy(statement("iam:PassRole", `arn:aws:iam::${account}:role/plain`), statement("ecs:RunTask")),
      });
      expect(escalationOf("web", web, role("plain"))).to.deep.include({ verdict: "no", outside: [] });
    });
  });

  describe("given names that are known before ids are", () => {
    it("finds the way by the fixed name in the ARN", () => {
      const early = role("admin", { managed: [administratorAccess], props: { arn: undefined } });
      const web = role("web", {
        inline: policy(statement("iam:PassRole", adminArn), statement("ecs:RunTask")),
        props: { arn: undefined },
      });
      expect(steps("web", early, web)).to.deep.equal(["web ecs-008 admin"]);
    });

    it("is undetermined when the name may be the one that is passed", () => {
      const early = role("admin", { managed: [administratorAccess], props: { arn: undefined, name: undefined } });
      const web = role("web", {
        inline: policy(statement("iam:PassRole", `arn:aws:iam::${account}:role/admin-*`), statement("ecs:RunTask")),
      });
      expect(escalationOf("web", early, web).verdict).to.equal("undetermined");
    });
  });

  it("calls an administrator what it is, with no way to more", () => {
    expect(escalationOf("admin", admin)).to.deep.include({ administrator: "yes", verdict: "no", chain: [] });
  });
});
