import * as fs from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import * as prettier from "prettier";
import { publishedSchemas } from "../../preview/report/schemas";

const docs = path.join(__dirname, "../../docs");

/** `UPDATE_SCHEMAS=1 npx mocha tests/preview/schemas.spec.ts` writes the files anew. */
const update = process.env["UPDATE_SCHEMAS"] === "1";

describe("published JSON schemas", () => {
  for (const [file, schema] of Object.entries(publishedSchemas())) {
    it(`docs/${file} is what the code checks with`, async () => {
      const text = await prettier.format(JSON.stringify(schema), { parser: "json", printWidth: 120 });
      if (update) fs.writeFileSync(path.join(docs, file), text);
      expect(fs.readFileSync(path.join(docs, file), "utf8")).to.equal(text);
    });
  }
});
