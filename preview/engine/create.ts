import type { PreviewError } from "../errors";
import type { Pack } from "../policies/pack";
import { PolicySession } from "../policies/session";
import { DefaultProviders } from "./defaultProviders";
import type { Engine, InvokeModel, RunContext } from "./host";
import { Packages } from "./packages";
import { record } from "./register";
import { Registry } from "./registry";
import { Transforms } from "./transforms";

/** Puts together what the monitor works with, and the two ways in which a run's registration phase ends. */
export function createEngine(
  run: RunContext,
  invokes: InvokeModel,
  packs: Promise<Pack[]>,
  onProgress: ((resources: number) => void) | undefined,
) {
  const registry = new Registry(run.stack, run.project, onProgress);
  const done = deferred<undefined>();
  const aborted = deferred<never>();
  const policies = new PolicySession(registry, packs, (error) => {
    aborted.reject(error);
  });
  const engine: Engine = {
    run,
    registry,
    packages: new Packages(),
    defaultProviders: new DefaultProviders(registry, run.settings, (resource) => record(engine, resource)),
    transforms: new Transforms(registry),
    policies,
    invokes,
    abort: (error: PreviewError) => {
      aborted.reject(error);
    },
    programDone: () => {
      done.resolve(undefined);
    },
  };
  return { engine, policies, registered: done.promise, aborted: aborted.promise };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => undefined); // supervision listens too
  return { promise, resolve, reject };
}
