// Loaded before a program or a policy pack: keeps the SDK from loading what hardly any of them uses.
//
// `@pulumi/pulumi` loads the TypeScript compiler and npm's dependency resolver at import, for packing closures into
// functions. That is a third of the time in which a small program starts. Whoever does use them gets the real ones then.
"use strict";
const { createRequire } = require("node:module");
const path = require("node:path");

/** The SDK whose command is being run: `<sdk>/cmd/run/index.js`, `<sdk>/cmd/run-policy-pack/index.js`. */
const sdk = createRequire(path.join(path.resolve(process.argv[1] ?? ""), "..", "..", "..", "package.json"));

/** Puts a stand-in before a module; `stand` gets a function that loads the real one. */
function defer(request, stand) {
  let file;
  try {
    file = sdk.resolve(request);
  } catch {
    return; // another version of the SDK does without it
  }
  if (require.cache[file]) return;
  let real;
  const load = () => {
    if (real === undefined) {
      delete require.cache[file];
      real = sdk(file);
    }
    return real;
  };
  require.cache[file] = { id: file, filename: file, loaded: true, children: [], paths: [], exports: stand(load) };
}

defer("./typescript-shim", (load) => new Proxy({}, { get: (_target, key) => load()[key] }));
defer("@npmcli/arborist", (load) => {
  const stand = function Arborist(...args) {
    return new (load())(...args);
  };
  // The SDK takes the class by its name from a copy of the exports, which keeps only properties of their own.
  return Object.defineProperty(stand, "Arborist", { enumerable: true, get: () => load().Arborist });
});
