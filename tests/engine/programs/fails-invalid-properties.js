"use strict";
const pulumi = require("@pulumi/pulumi");

class Colour extends pulumi.ComponentResource {
  constructor(name) {
    super("colour:index:Colour", name);
    throw new pulumi.InputPropertiesError({
      message: `Colour "${name}": invalid arguments`,
      errors: [
        { propertyPath: "red", reason: "must be at most 255, got 300" },
        { propertyPath: "blue", reason: "is missing" },
      ],
    });
  }
}

new Colour("sky");
