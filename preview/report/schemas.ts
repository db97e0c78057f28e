import { z } from "zod";
import { answersFile } from "../answers/schema";
import { previewDocument } from "./document";

/** The JSON schemas that are published, by file in `docs/`: each made of the definition that the code checks with. */
export function publishedSchemas(): Record<string, object> {
  return {
    "preview.schema.json": z.toJSONSchema(previewDocument, { io: "output" }),
    "answers.schema.json": z.toJSONSchema(answersFile, { io: "input" }),
  };
}
