// Providers other than aws: random, a remote component, code that a program brings along.
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

const pet = new random.RandomPet("pet", { length: 2 });
const password = new random.RandomPassword("password", { length: 20 });
const vpc = new awsx.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { pet: pet.id } });

class Row extends pulumi.dynamic.Resource {
  constructor(name: string, props: { value: pulumi.Input<string>; generated?: pulumi.Output<string> }) {
    super(
      {
        create: async () => {
          throw new Error("this code is not for previews");
        },
      },
      name,
      { generated: undefined, ...props },
    );
  }
}
new Row("row", { value: password.result });

export const vpcId = vpc.vpcId;
export const petName = pet.id;
export const secret = password.result;
