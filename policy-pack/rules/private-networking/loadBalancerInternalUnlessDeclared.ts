import { declares, howToDeclare } from "../../declarations";
import { defineRule } from "../../frame/rule";
import { facesInternet, loadBalancerTypes } from "../../models/network/loadBalancers";

/** A load balancer is internal, or somebody has said that it is not. Absent `internal` faces the internet: AWS's default. */
export const loadBalancerInternalUnlessDeclared = defineRule({
  name: "load-balancer-internal-unless-declared",
  family: "private-networking",
  severity: "high",
  title: "Load balancers are internal unless declared",
  description: "Load balancers are internal; one that faces the internet is declared to.",
  remediation: `Set internal to true, or ${howToDeclare("internetFacing")}.`,
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#load-balancer-scheme",
  checks: ["AWS-0053"],
  requirement: "Private by default: what faces the internet is asked for by name.",
  guardsExposure: true,
  types: loadBalancerTypes,
  judge({ resource, settings, known, fail }) {
    const declaration = declares(resource, "internetFacing", settings);
    if (declaration.state === "known" && declaration.value) return;
    known(facesInternet(resource), (isPublic) => {
      if (!isPublic) return;
      known(declaration, () => {
        fail(
          `Faces the internet without being declared to. Set internal to true, or ${howToDeclare("internetFacing")}.`,
        );
      });
    });
  },
});
