import { expect } from "chai";
import { all, listing, only, type Recorded } from "../../support/mocks";
import { api, certificateArn, everything, resourcesOf, smallest, web, withBalancer } from "./fixtures";

const listener = "aws:lb/listener:Listener";
const balancer = "aws:lb/loadBalancer:LoadBalancer";

function ports(resources: readonly Recorded[]): number[] {
  return all(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    .filter((rule) => rule.name.startsWith("shop-load-balancer-from-"))
    .map((rule) => rule.inputs.fromPort as number);
}

describe("FargateApp's load balancer", () => {
  it("speaks plain HTTP on 80 only, when internal and without a certificate, and says so in a tag", async () => {
    const resources = await resourcesOf(smallest);
    expect(only(resources, listener).inputs).to.include({ port: 80, protocol: "HTTP" });
    expect(ports(resources)).to.deep.equal([80]);
    expect(only(resources, balancer).inputs.tags).to.deep.equal({ "cloister:plain-http": "declared" });
  });

  it("speaks TLS 1.2 and 1.3 with a certificate, and sends everybody on 80 there", async () => {
    const resources = await resourcesOf(withBalancer({ certificateArn }));
    expect(only(resources, listener, "shop-https-listener").inputs).to.include({
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      certificateArn,
    });
    expect(only(resources, listener, "shop-redirect-listener").inputs).to.deep.include({
      port: 80,
      protocol: "HTTP",
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
    });
    expect(ports(resources)).to.deep.equal([443, 80]);
    expect(only(resources, balancer).inputs.tags).to.deep.equal({});
  });

  it("makes a certificate, its proof and the record for a domain with a zone", async () => {
    const resources = await resourcesOf(withBalancer({ domain: { name: "shop.example.com", zoneId: "Z1" } }), {
      preview: false,
    });
    expect(only(resources, "aws:acm/certificate:Certificate").inputs).to.deep.include({
      domainName: "shop.example.com",
      validationMethod: "DNS",
    });
    expect(only(resources, "aws:route53/record:Record", "shop-certificate-validation-record").inputs).to.deep.include({
      zoneId: "Z1",
      name: "_x.app.example.test",
      type: "CNAME",
      records: ["_y.acm.example.test"],
    });
    expect(only(resources, "aws:route53/record:Record", "shop-alias-record").inputs).to.deep.include({
      zoneId: "Z1",
      name: "shop.example.com",
      type: "A",
    });
    const https = only(resources, listener, "shop-https-listener");
    expect(https.propertyDependencies.certificateArn).to.include("shop-certificate-validation");
  });

  it("makes the record alone for a domain with a zone and a certificate given", async () => {
    const domain = { name: "shop.example.com", zoneId: "Z1" };
    const resources = await resourcesOf(withBalancer({ certificateArn, domain }));
    expect(listing(resources).filter((one) => /acm|route53/.test(one))).to.deep.equal([
      "aws:route53/record:Record shop-alias-record",
    ]);
  });

  it("faces the internet in plain HTTP only when that is written out, and declares both", async () => {
    const change = { internal: false, allowPlainHttp: true, allowedCidrBlocks: ["0.0.0.0/0"] };
    const resources = await resourcesOf(withBalancer(change));
    expect(only(resources, balancer).inputs).to.deep.include({
      internal: false,
      tags: { "cloister:internet-facing": "declared", "cloister:plain-http": "declared" },
    });
  });

  it("lets in groups and ranges, each by a rule of its own", async () => {
    const change = {
      allowedCidrBlocks: ["10.0.0.0/16", "10.1.0.0/16"],
      allowedSecurityGroupIds: { bastion: "sg-bastion" },
    };
    const resources = await resourcesOf(withBalancer(change), { preview: false });
    const rules = all(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(
      rules
        .filter((rule) => rule.inputs.securityGroupId === "shop-load-balancer-security-group-id")
        .map(({ name, inputs }) => [name, inputs.cidrIpv4 ?? inputs.referencedSecurityGroupId]),
    ).to.deep.equal([
      ["shop-load-balancer-from-10.0.0.0-16-http-ingress", "10.0.0.0/16"],
      ["shop-load-balancer-from-10.1.0.0-16-http-ingress", "10.1.0.0/16"],
      ["shop-load-balancer-from-bastion-http-ingress", "sg-bastion"],
    ]);
  });

  it("answers 404 itself to what no service takes", async () => {
    const resources = await resourcesOf({ ...smallest, services: { api } });
    expect(only(resources, listener).inputs.defaultActions).to.deep.equal([
      {
        type: "fixed-response",
        fixedResponse: { contentType: "text/plain", statusCode: "404", messageBody: "Not found" },
      },
    ]);
  });

  it("leads each service's paths to its own target group, and everything else to the default's", async () => {
    const app = { ...smallest, services: { web, api } };
    const resources = await resourcesOf(app, { preview: false });
    const group = (key: string) => `arn:aws:mock:eu-west-1:123456789012:shop-${key}-target-group`;
    expect(only(resources, listener).inputs.defaultActions).to.deep.equal([
      { type: "forward", targetGroupArn: group("web") },
    ]);
    const rule = only(resources, "aws:lb/listenerRule:ListenerRule");
    expect(rule.name).to.equal("shop-api-rule-depth-1");
    expect(rule.inputs).to.deep.include({
      conditions: [{ pathPattern: { values: ["/api", "/api/*"] } }],
      actions: [{ type: "forward", targetGroupArn: group("api") }],
    });
    expect(only(resources, "aws:ecs/service:Service", "shop-api-service").dependencies).to.include(rule.name);
    expect(only(resources, "aws:ecs/service:Service", "shop-web-service").dependencies).to.not.include(rule.name);
  });

  it("splits a long list of paths over several rules, and its service waits for all of them", async () => {
    const paths = ["/a", "/b", "/c", "/d"];
    const resources = await resourcesOf({ ...smallest, services: { api: { ...api, paths, priority: 7 } } });
    const rules = all(resources, "aws:lb/listenerRule:ListenerRule").toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(rules.map((rule) => [rule.name, rule.inputs.priority])).to.deep.equal([
      ["shop-api-rule", 7],
      ["shop-api-rule-2", 8],
    ]);
    expect(rules.map((rule) => rule.inputs.conditions[0].pathPattern.values)).to.deep.equal([
      ["/a", "/a/*", "/b", "/b/*", "/c"],
      ["/c/*", "/d", "/d/*"],
    ]);
    const { dependencies } = only(resources, "aws:ecs/service:Service");
    expect(dependencies).to.include.members(["shop-api-rule", "shop-api-rule-2"]);
  });

  it("writes access logs, stands behind a web ACL, and keeps idle connections as long as asked", async () => {
    const resources = await resourcesOf(everything);
    expect(only(resources, balancer).inputs.accessLogs).to.deep.equal({
      bucket: "logs",
      prefix: "shop",
      enabled: true,
    });
    expect(only(resources, "aws:wafv2/webAclAssociation:WebAclAssociation").inputs.webAclArn).to.include("webacl/shop");
    const other = await resourcesOf(withBalancer({ idleTimeoutSeconds: 4000, deletionProtection: false }));
    expect(only(other, balancer).inputs).to.include({ idleTimeout: 4000, enableDeletionProtection: false });
  });

  it("keeps its generated name short, whatever the application is called", async () => {
    for (const application of ["a", "shop-x", "abcde-fgh", "a-very-long-application"]) {
      const resources = await resourcesOf({ ...smallest, application });
      expect(only(resources, balancer).inputs.namePrefix, application)
        .to.match(/^[a-z][a-z0-9-]{0,4}-$/)
        .and.not.match(/--/);
    }
  });
});
