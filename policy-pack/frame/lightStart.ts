import Module from "node:module";
import path from "node:path";

/**
 * Keeps npm's dependency resolver from being loaded with the SDK.
 *
 * `@pulumi/pulumi` loads it at import, for the one purpose of packing closures into functions, which no policy does;
 * it is a third of the time a pack takes to start. Whoever does call it gets the real one then. Imported before the
 * SDK, for what it does.
 */
function deferDependencyResolver(): void {
  const sdk = path.dirname(require.resolve("@pulumi/pulumi"));
  const file = resolveFrom(sdk, "@npmcli/arborist");
  if (file === undefined || require.cache[file]) return;
  const stub = new Module(file);
  stub.filename = file;
  stub.loaded = true;
  stub.exports = function Arborist(...args: unknown[]): object {
    Reflect.deleteProperty(require.cache, file);
    const Real = Module.createRequire(file)(file) as new (...args: unknown[]) => object;
    return new Real(...args);
  };
  require.cache[file] = stub;
}

/** The file of a package as another one would find it; undefined when a version of the SDK does without it. */
function resolveFrom(folder: string, name: string): string | undefined {
  try {
    return require.resolve(name, { paths: [folder] });
  } catch {
    return undefined;
  }
}

deferDependencyResolver();
