"use strict";
// Loaded before a program. Node.js 20 can take half a minute to colour a stack trace whose frames carry mapped source
// names such as /node_modules/@pulumi/resource.ts, and Pulumi's SDK always asks for colour.
const util = require("node:util");

const { inspect } = util;

/** `util.inspect`, without colours for errors. */
function inspectPlain(value, options, ...rest) {
  const plain = value instanceof Error && options instanceof Object ? { ...options, colors: false } : options;
  return inspect.call(this, value, plain, ...rest);
}

util.inspect = Object.assign(inspectPlain, inspect);
