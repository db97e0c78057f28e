import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import {
  DeploymentInfo,
  RegisterPackageResponse,
  ResourceMonitorFeature,
  SupportsFeatureResponse,
  type RegisterPackageRequest,
  type RegisterResourceOutputsRequest,
  type SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { PreviewError, messageOf } from "../errors";
import { Empty, unary } from "./grpc";
import type { Engine } from "./host";
import { registerResource } from "./register";
import { call, invoke, readResource, registerOutputs, registerPackage } from "./requests";

/** What the engine of this protocol generation can do; SDKs ask by these names. */
const features = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "replacementTrigger",
  "deletedWith",
  "replaceWith",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
  "sendsOptionsToHooks",
]);

/** The service programs register their resources with. */
export function monitorService(engine: Engine): UntypedServiceImplementation {
  const completed = new Set<string>();
  const nothing = () => new Empty();

  /** The engine cancels the whole run where a registration is refused; the program hears of it last. */
  const orAbort =
    <Request, Response>(handle: (engine: Engine, request: Request) => Promise<Response>) =>
    async (request: Request): Promise<Response> => {
      try {
        return await handle(engine, request);
      } catch (error) {
        if (error instanceof PreviewError) engine.abort(error);
        throw error;
      }
    };

  return {
    supportsFeature: unary((request: SupportsFeatureRequest) =>
      new SupportsFeatureResponse().setHassupport(features.has(request.getId())),
    ),
    getDeploymentInfo: unary(() => deploymentInfo(engine)),
    registerResource: unary(orAbort(registerResource)),
    registerResourceOutputs: unary((request: RegisterResourceOutputsRequest) => {
      try {
        registerOutputs(engine, request, completed);
      } catch (error) {
        engine.abort(new PreviewError(messageOf(error)));
        throw error;
      }
      return new Empty();
    }),
    readResource: unary(orAbort(readResource)),
    invoke: unary(orAbort(invoke)),
    call: unary((request: Parameters<typeof call>[1]) => call(engine, request)),
    registerPackage: unary((request: RegisterPackageRequest) =>
      new RegisterPackageResponse().setRef(registerPackage(engine, request)),
    ),
    registerStackTransform: unary((callback: Callback) => {
      engine.transforms.addStackTransform(callback);
      return new Empty();
    }),
    registerStackInvokeTransform: unary((callback: Callback) => {
      engine.transforms.addInvokeTransform(callback);
      return new Empty();
    }),
    // Hooks act on deployments; a preview accepts them and runs none.
    registerResourceHook: unary(nothing),
    registerErrorHook: unary(nothing),
    signalAndWaitForShutdown: unary(() => {
      engine.programDone();
      return new Empty();
    }),
  };
}

function deploymentInfo(engine: Engine): DeploymentInfo {
  const { run } = engine;
  const info = new DeploymentInfo()
    .setProject(run.project)
    .setStack(run.stack)
    .setOrganization(run.organization)
    .setDryrun(true)
    .setParallel(parallelism)
    .setConfigsecretkeysList([...run.settings.secretKeys])
    .setSupportedfeaturesList(
      Object.values(ResourceMonitorFeature)
        .filter((feature) => typeof feature === "number")
        .filter((feature) => feature > 0),
    );
  for (const [key, value] of run.settings.values) info.getConfigMap().set(key, value);
  return info;
}

/** How many registrations the program may have under way. They are cheap here: nothing waits for a cloud. */
export const parallelism = 64;
