import { defineRule } from "../../frame/rule";
import { given } from "../../models/network";
import { searchTypes } from "../../../plan/search";

const networkPolicyType = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy";

/** Search domains live in the VPC: without one the endpoint is on the internet, and only its policy guards it. */
export const opensearchInVpc = defineRule({
  name: "opensearch-in-vpc",
  family: "private-networking",
  severity: "high",
  title: "Search domains live in the VPC",
  description:
    "OpenSearch domains have interfaces in the VPC only, and serverless collections admit VPC endpoints only.",
  remediation:
    "Set vpcOptions with the private subnets and a security group. A domain cannot be moved: it is made anew.",
  url: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html",
  checks: ["CKV_AWS_137", "AwsSolutions-OS1"],
  requirement: "Every source: data stores live in private subnets.",
  guardsExposure: true,
  types: [...searchTypes, networkPolicyType],
  judge({ resource, known, fail }) {
    if (resource.type === networkPolicyType) {
      known(resource.properties.json("policy"), (policy) => {
        known(policy?.list() ?? { state: "absent", path: "policy" }, (statements) => {
          for (const statement of statements ?? [])
            known(statement.flag("AllowFromPublic"), (isPublic) => {
              if (isPublic)
                fail("AllowFromPublic is true: the collection is on the internet. Name SourceVPCEs instead.");
            });
        });
      });
      return;
    }
    const options = given(resource, "vpcOptions");
    known(options.list(), (list) => {
      const [first] = list ?? [];
      if (!first) fail("vpcOptions is not set: the domain's endpoint is on the internet. Name subnets and a group.");
      else if (first.at("subnetIds").isAbsent())
        fail("vpcOptions.subnetIds is not set: the domain's endpoint is on the internet. Name private subnets.");
    });
  },
});
