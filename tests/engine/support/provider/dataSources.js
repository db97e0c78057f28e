"use strict";
const path = require("node:path");

/** The preview's own answers to data sources for a project, from the compiled preview. */
async function dataSources({ compiled, project }, settings) {
  const { loadAnswers } = require(path.join(compiled, "preview/answers/load.js"));
  const { Invokes } = require(path.join(compiled, "preview/answers/invokes.js"));
  const { AwsModel } = require(path.join(compiled, "preview/aws/model.js"));
  return new Invokes(await loadAnswers(project), new AwsModel(settings));
}

module.exports = { dataSources };
