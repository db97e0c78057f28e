import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { Empty as EmptyMessage } from "google-protobuf/google/protobuf/empty_pb";
import { messageOf } from "../errors";

/** The empty message, of the very copy of google-protobuf that Pulumi's generated services check for. */
export const { responseType: Empty } = EngineService.log as unknown as { responseType: new () => EmptyMessage };

/** Pulumi's messages may be large (a policy document, a whole stack): gRPC's 4 MB default does not hold. */
export const anySize = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
} as const;

/** Loopback is never asked of a proxy, whatever the environment says. */
export const direct = { "grpc.enable_http_proxy": 0 } as const;

/** A unary handler from a plain function; whatever it throws becomes the caller's error. */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    // Started here, not after a tick: registrations keep the order in which they arrive.
    let answered: Promise<Response>;
    try {
      answered = Promise.resolve(answer(call.request));
    } catch (error) {
      answered = Promise.reject(error instanceof Error ? error : new Error(messageOf(error)));
    }
    answered.then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback({ code: grpc.status.UNKNOWN, details: messageOf(error) });
      },
    );
  };
}

/** Waits for the answer to a call: `ask((done) => client.method(request, done))`. */
export function ask<Response>(
  call: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error) reject(error);
      else resolve(response);
    });
  });
}

/** A server on a free loopback port. */
export function listen(server: grpc.Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(`127.0.0.1:${port}`);
    });
  });
}
