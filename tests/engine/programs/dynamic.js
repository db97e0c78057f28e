"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

class Greeting extends pulumi.dynamic.Resource {
  constructor(name, props, opts) {
    const provider = { create: async (inputs) => ({ id: "made", outs: { ...inputs, text: `hello ${inputs.who}` } }) };
    super(provider, name, { ...props, text: undefined }, opts);
  }
}

const greeting = new Greeting("greeting", { who: "world" });
new aws.ssm.Parameter("parameter", { type: "String", value: greeting.text, description: greeting.who });
exports.text = greeting.text;
