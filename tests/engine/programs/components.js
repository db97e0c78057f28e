"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

/** A component in a component, with arguments that hold outputs, and an alias. */
class Store extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    super("shop:index:Store", name, args, opts);
    this.bucket = new aws.s3.Bucket(`${name}-bucket`, { tags: { owner: args.owner } }, { parent: this });
    this.arn = this.bucket.arn;
    this.registerOutputs({ arn: this.arn, owner: args.owner });
  }
}

class Shop extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    super("shop:index:Shop", name, args, opts);
    this.stores = args.places.map(
      (place) => new Store(`${name}-${place}`, { owner: args.owner, place }, { parent: this }),
    );
    this.topic = new aws.sns.Topic(
      `${name}-topic`,
      { displayName: pulumi.interpolate`sales of ${this.stores[0].arn}` },
      { parent: this, aliases: [{ name: "old-topic" }, { parent: pulumi.rootStackResource }] },
    );
    this.registerOutputs({ arns: this.stores.map(({ arn }) => arn), topic: this.topic.arn });
  }
}

class Silent extends pulumi.ComponentResource {
  constructor(name) {
    super("shop:index:Silent", name);
  }
}

const owner = new aws.iam.User("owner", { name: "owner" });
const shop = new Shop("shop", { owner: owner.name, places: ["east", "west"] });
new Silent("silent");
// The same names once more below another component: other URNs.
new Shop("shop", { owner: "somebody", places: ["east"] }, { parent: shop });

exports.arns = shop.stores.map(({ arn }) => arn);
exports.topic = { arn: shop.topic.arn, name: shop.topic.name, type: "topic" };
