import * as grpc from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { CallbackInvokeRequest, type Callback, type CallbackInvokeResponse } from "@pulumi/pulumi/proto/callback_pb";
import {
  type TransformInvokeOptions,
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  TransformResponse,
  type TransformResourceOptions,
} from "@pulumi/pulumi/proto/resource_pb";
import { anySize, ask } from "./grpc";
import type { Registry } from "./registry";
import { fromStruct, toStruct, type Properties } from "./values";

/** A resource on its way to registration, as transforms see and change it. */
export interface Draft {
  name: string;
  type: string;
  custom: boolean;
  parent: string;
  properties: Properties;
  options: TransformResourceOptions;
}

/** Runs the functions that a program registered to change resources and data-source calls. They live in its process. */
export class Transforms {
  private readonly clients = new Map<string, CallbacksClient>();
  private readonly ofStack: Callback[] = [];
  private readonly ofInvokes: Callback[] = [];
  private readonly ofResource = new Map<string, Callback[]>();

  constructor(private readonly registry: Registry) {}

  addStackTransform(callback: Callback): void {
    this.ofStack.push(callback);
  }

  addInvokeTransform(callback: Callback): void {
    this.ofInvokes.push(callback);
  }

  addResourceTransforms(urn: string, callbacks: Callback[]): void {
    if (callbacks.length > 0) this.ofResource.set(urn, callbacks);
  }

  /** The resource's own transforms, then its ancestors' from the nearest up, then the stack's. */
  async apply(draft: Draft, own: Callback[]): Promise<void> {
    const callbacks = [...own];
    for (let urn = draft.parent; urn !== ""; urn = this.registry.get(urn)?.parent ?? "") {
      callbacks.push(...(this.ofResource.get(urn) ?? []));
    }
    for (const callback of [...callbacks, ...this.ofStack]) {
      const request = new TransformRequest()
        .setName(draft.name)
        .setType(draft.type)
        .setCustom(draft.custom)
        .setParent(draft.parent)
        .setProperties(toStruct(draft.properties))
        .setOptions(draft.options);
      const response = TransformResponse.deserializeBinary(await this.call(callback, request.serializeBinary()));
      if (response.hasProperties()) draft.properties = fromStruct(response.getProperties());
      draft.options = response.getOptions() ?? draft.options;
    }
  }

  /** The invoke transforms in order of registration. */
  async applyToInvoke(token: string, args: Properties, options: TransformInvokeOptions) {
    let result = { args, options };
    for (const callback of this.ofInvokes) {
      const request = new TransformInvokeRequest()
        .setToken(token)
        .setArgs(toStruct(result.args))
        .setOptions(result.options);
      const response = TransformInvokeResponse.deserializeBinary(await this.call(callback, request.serializeBinary()));
      result = {
        args: response.hasArgs() ? fromStruct(response.getArgs()) : result.args,
        options: response.getOptions() ?? result.options,
      };
    }
    return result;
  }

  private async call(callback: Callback, payload: Uint8Array): Promise<Uint8Array> {
    const target = callback.getTarget();
    if (target === "") throw new Error("target must be specified");
    const client =
      this.clients.get(target) ?? new CallbacksClient(target, grpc.credentials.createInsecure(), { ...anySize });
    this.clients.set(target, client);
    const request = new CallbackInvokeRequest().setToken(callback.getToken()).setRequest(payload);
    const response = await ask<CallbackInvokeResponse>((done) => client.invoke(request, done));
    return response.getResponse_asU8();
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }
}
