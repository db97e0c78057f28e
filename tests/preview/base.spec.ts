import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PreviewError } from "../../preview";
import { readBase } from "../../preview/report/base";
import { document, planned } from "./support/documents";

describe("a base to compare with", () => {
  let folder: string;
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloister-base-"));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });
  const written = (content: string) => {
    const file = path.join(folder, "base.json");
    fs.writeFileSync(file, content);
    return file;
  };
  const refused = (file: string, message: RegExp) => {
    expect(() => readBase(file)).to.throw(PreviewError, message);
    try {
      readBase(file);
    } catch (fault) {
      expect((fault as Error).message).not.to.contain("\n");
    }
  };

  it("is what --json wrote", () => {
    const content = document({ resources: [planned("aws:ebs/volume:Volume", "data", { size: 100 })] });
    expect(readBase(written(JSON.stringify(content)))).to.deep.equal(content);
  });

  it("is refused in one line where it cannot be read", () => {
    refused(path.join(folder, "none.json"), /none\.json cannot be read: ENOENT$/);
    refused(folder, /cannot be read: EISDIR$/);
  });

  it("is refused in one line where it is no JSON or empty, with the command that writes it", () => {
    refused(written(""), /is not JSON\. Write it with: cloister preview --json > /);
    refused(written("## cloister preview"), /is not JSON/);
  });

  it("is refused in one line, with the place, where it is something else or of another version", () => {
    refused(written("[]"), /is no preview of this version: .*object.*Write it anew/);
    refused(written(JSON.stringify({ ...document(), version: 2 })), /no preview of this version: version /);
    const { cost: _, ...costless } = document();
    refused(written(JSON.stringify(costless)), /no preview of this version: cost /);
    refused(written(JSON.stringify({ ...document(), more: 1 })), /no preview of this version: .*more/);
  });
});
