import { expect } from "chai";
import { fillAccount, type Account } from "./support/account";
import { cloister } from "./support/cli";
import { startFront } from "./support/front";
import { pushImages } from "./support/images";
import { motoCommand, startMoto, type Moto } from "./support/moto";

interface Listed {
  repository: string;
  tags: string[];
  usedBy: string[];
}

describe("cloister images", function () {
  this.timeout(60_000);
  let moto: Moto;
  let account: Account;
  before(async function () {
    if (motoCommand() === undefined) return this.skip();
    moto = await startMoto();
  });
  after(() => moto?.stop());
  beforeEach(async () => {
    await moto.reset();
    account = await fillAccount(moto);
  });
  afterEach(() => account?.remove());

  const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    cloister(["images", ...args, ...account.outputs], { ...moto.env, ...env });
  const listed = (stdout: string) => JSON.parse(stdout) as Listed[];

  it("lists images, and says which of them services run", async () => {
    await pushImages(moto, "dev-shop-api", ["0.9.0", "1.0.0"]);
    const images = listed((await run(["--json"])).stdout);
    expect(images.map(({ repository, tags, usedBy }) => [repository, ...tags, ...usedBy])).to.have.deep.members([
      ["api", "0.9.0"],
      ["api", "1.0.0", "api"],
    ]);
    const ran = await run(["api"]);
    expect(ran.stdout).to.match(/^api {2}1\.0\.0 .*run by api$/m);
    expect(ran.stdout).to.match(/^api {2}0\.9\.0 .*Z$/m);
  });

  it("walks five thousand images page by page, in bounded memory", async () => {
    const page = (first: number) =>
      Array.from({ length: 100 }, (_, index) => ({
        imageDigest: `sha256:${String(first + index).padStart(64, "0")}`,
        imageTags: [`1.0.${first + index}`, "x".repeat(300)],
        imageSizeInBytes: 1,
        imagePushedAt: 1_790_000_000,
      }));
    const front = await startFront(moto.url, {
      answer: ({ action, body }) => {
        if (action !== "DescribeImages") return undefined;
        const first = Number((JSON.parse(body) as { nextToken?: string }).nextToken ?? 0);
        return { body: { imageDetails: page(first), ...(first < 4900 && { nextToken: String(first + 100) }) } };
      },
    });
    try {
      const ran = await run(["api", "--json"], {
        AWS_ENDPOINT_URL: front.url,
        NODE_OPTIONS: "--max-old-space-size=40",
      });
      expect(ran.stderr).to.equal("");
      const images = listed(ran.stdout);
      expect(new Set(images.map(({ tags }) => tags[0])).size).to.equal(5000);
      expect(images.filter(({ usedBy }) => usedBy.length > 0)).to.have.length(1);
      expect(front.requests.filter(({ action }) => action === "DescribeImages")).to.have.length(50);
      expect(front.requests.filter(({ action }) => !/^(Describe|List)/.test(action))).to.deep.equal([]);

      front.requests.length = 0;
      const few = await run(["api", "--json", "--limit", "3"], { AWS_ENDPOINT_URL: front.url });
      expect(listed(few.stdout)).to.have.length(3);
      expect(front.requests.filter(({ action }) => action === "DescribeImages")).to.have.length(1);
    } finally {
      await front.close();
    }
  });

  it("says of an empty repository, a missing one, and a wrong name what they are", async () => {
    await pushImages(moto, "dev-shop-api", []);
    const empty = await run(["api"]);
    expect(empty).to.include({ code: 0, stdout: "" });
    expect(empty.stderr).to.contain("There is no image.");
    const wrong = await run(["apu"]);
    expect(wrong.code).to.equal(1);
    expect(wrong.stderr).to.contain('has no repository "apu".\n  Did you mean api?');
    await moto.reset();
    await fillAccount(moto);
    expect((await run(["api"])).stderr).to.contain("error: There is no repository dev-shop-api in eu-west-1.\n");
  });
});
