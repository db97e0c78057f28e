import type * as pulumi from "@pulumi/pulumi";

/** Where the load balancer's access logs go. */
export interface FargateAccessLogs {
  /**
   * Name of an S3 bucket in the same region whose policy lets Elastic Load Balancing write; an
   * output that waits for that policy, because AWS tries a write at once.
   * AWS: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  bucket: pulumi.Input<string>;
  /** Key prefix in the bucket, without a slash at either end and without the word `AWSLogs`. Default: none. */
  prefix?: string;
}

/** The application's name in DNS. */
export interface FargateDomain {
  /** Fully qualified domain name of the application, lower case, such as `app.example.com`; at most 64 characters, because it becomes the certificate's name. */
  name: string;
  /**
   * Id of the public Route 53 hosted zone that holds the name: an alias record is made there and, without
   * `certificateArn`, a certificate with its validation record. Presence decides which resources exist.
   * Default: none; the records are made elsewhere by hand, and `certificateArn` must be given.
   */
  zoneId?: pulumi.Input<string>;
}

/** Who reaches the application's load balancer, and how. At least one of `allowedCidrBlocks` and `allowedSecurityGroupIds` must be given: closed is the default, and a balancer that nobody reaches is refused. */
export interface FargateLoadBalancer {
  /** Reachable inside the network only. `false` faces the internet; then a certificate or `domain` is needed. Plain. Default: true. */
  internal?: boolean;
  /** ARN of an ACM certificate in the same region, `arn:aws:acm:REGION:ACCOUNT:certificate/ID`: HTTPS on 443, and port 80 redirects to it. Presence decides. Default: none. */
  certificateArn?: pulumi.Input<string>;
  /** DNS name of the application; with `zoneId` its record and, where `certificateArn` is silent, its certificate are made. Default: none. */
  domain?: FargateDomain;
  /**
   * Accept that an internet-facing balancer without a certificate sends everything readable over the internet. An
   * internal one may speak plain HTTP without it. Plain. Default: false.
   */
  allowPlainHttp?: boolean;
  /** IPv4 ranges that may connect, such as `10.0.0.0/16`; host bits zero. The whole internet is `0.0.0.0/0`, written out. Plain. Default: none. */
  allowedCidrBlocks?: string[];
  /** Security groups whose members may connect: a name of the caller's choice to the group's id. Default: none. */
  allowedSecurityGroupIds?: Record<string, pulumi.Input<string>>;
  /** Refuse to delete the balancer until this is turned off by a deployment of its own. Default: true. */
  deletionProtection?: boolean;
  /** Write access logs to a bucket. Default: none. */
  accessLogs?: FargateAccessLogs;
  /** ARN of a regional WAFv2 web ACL to put in front; costs from 5 USD a month. Presence decides. Default: none. */
  wafArn?: pulumi.Input<string>;
  /**
   * Seconds an idle connection is kept; an application's own keep-alive must be longer. Whole number, 1 to 4000.
   * Default: 60. AWS: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
   */
  idleTimeoutSeconds?: number;
}
