"use strict";
// A provider plugin that stands in for a real one. It takes every input as it is, creates nothing, and answers data
// sources by the same model as the account-free preview. To the engine it looks like a bridged Terraform provider:
// secrets and resource references do not reach it.
const grpc = require("@grpc/grpc-js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const { dataSources } = require("./dataSources");
const { version, answers } = require("./settings.json");

/** Configuration that the engine gave. */
let configuration = {};

const handlers = {
  getPluginInfo: () => new PluginInfo().setVersion(version),
  configure(request) {
    configuration = request.getArgs().toJavaScript();
    return new messages.ConfigureResponse().setSupportspreview(true).setSupportsAutonamingConfiguration(true);
  },
  check: (request) => new messages.CheckResponse().setInputs(request.getNews()),
  diff,
  create,
  read: (request) => new messages.ReadResponse().setId(request.getId()).setProperties(request.getProperties()),
  async invoke(request) {
    const answer = await answerOf(request.getTok(), request.getArgs().toJavaScript());
    return new messages.InvokeResponse().setReturn(Struct.fromJavaScript(answer));
  },
  update: (request) => new messages.UpdateResponse().setProperties(request.getNews()),
  delete: () => new Empty(),
  cancel: () => new Empty(),
};

/** What differs is changed in place. */
function diff(request) {
  const [olds, news] = [request.getOldInputs().toJavaScript(), request.getNews().toJavaScript()];
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  const changed = names.filter((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]));
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  return new messages.DiffResponse().setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE).setDiffsList(changed);
}

let created = 0;

/** Creates nothing, and gives an id. A resource with the tag `takes-ms` takes that long. */
async function create(request) {
  const properties = request.getProperties();
  const answer = new messages.CreateResponse().setProperties(properties);
  if (request.getPreview()) return answer;
  const wait = Number(properties.toJavaScript().tags?.["takes-ms"] ?? 0);
  await new Promise((done) => setTimeout(done, wait));
  return answer.setId(`stand-in-${process.pid}-${++created}`);
}

async function answerOf(token, args) {
  if (answers === undefined) throw new Error(`nothing answers ${token}`);
  const values = new Map(Object.entries(configuration).map(([key, value]) => [`aws:${key}`, value]));
  return (await dataSources(answers, { values, secretKeys: new Set() })).invoke(token, args, configuration);
}

function unary(answer) {
  return async (call, callback) => {
    try {
      callback(null, await answer(call.request));
    } catch (error) {
      callback({ code: grpc.status.UNKNOWN, details: error.message });
    }
  };
}

const unimplemented = (call, callback) => callback({ code: grpc.status.UNIMPLEMENTED, details: "not implemented" });

const service = Object.fromEntries(
  Object.keys(ResourceProviderService).map((name) => [
    name,
    handlers[name] === undefined ? unimplemented : unary(handlers[name]),
  ]),
);
const anySize = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
const server = new grpc.Server(anySize);
server.addService(ResourceProviderService, service);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port); // the engine reads it from the first line
});
