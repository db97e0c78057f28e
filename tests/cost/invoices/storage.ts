import { given, type Given, type Invoice } from "../support";

function domain(clusterConfig: object, ebsOptions: object): Given {
  return given("aws:opensearch/domain:Domain", "search", { clusterConfig, ebsOptions });
}

function fileSystem(inputs: Given["inputs"] = {}): Given {
  return given("aws:efs/fileSystem:FileSystem", "files", inputs);
}

function lambda(inputs: Given["inputs"]): Given {
  return given("aws:lambda/function:Function", "resize", inputs);
}

const secret = (inputs: Given["inputs"] = {}) => given("aws:secretsmanager/secret:Secret", "password", inputs);
const key = given("aws:kms/key:Key", "data");

export const storageInvoices: readonly Invoice[] = [
  { of: "a file system", stack: [fileSystem()], lines: { "files, Standard": "10 × 0.3 = 3.00" } },
  {
    of: "a file system, five gigabytes of which are free in the first year",
    plan: "legacy-free",
    stack: [fileSystem({ throughputMode: "bursting" })],
    lines: { "files, Standard": "10 × 0.3 = 3.00" },
    total: "10 × 0.3 − 5 × 0.3 = 1.50",
  },
  {
    of: "a file system in one zone",
    stack: [fileSystem({ availabilityZoneName: "us-east-1a" })],
    lines: { "files, One Zone": "10 × 0.16 = 1.60" },
  },
  {
    of: "a file system, which has no price there",
    region: "eu-west-1",
    stack: [fileSystem()],
    lines: {},
    unpriced: [/no price with a source for efs\.standard in eu-west-1/],
  },
  {
    of: "a file system with provisioned throughput",
    stack: [fileSystem({ throughputMode: "provisioned", provisionedThroughputInMibps: 10 })],
    lines: { "files, Standard": "10 × 0.3 = 3.00" },
    unpriced: [/provisioned throughput of EFS/],
  },
  {
    of: "a file system with elastic throughput, billed by what is read and written",
    stack: [fileSystem({ throughputMode: "elastic" })],
    lines: {
      "files, Standard": "10 × 0.3 = 3.00",
      "files read, elastic throughput": "10 × 0.03 = 0.30",
      "files written, elastic throughput": "5 × 0.06 = 0.30",
    },
  },
  {
    of: "a bucket",
    stack: [given("aws:s3/bucket:Bucket", "assets")],
    lines: { "objects, Standard": "10 × 0.023 = 0.23" },
  },
  {
    of: "a bucket of 200 GB, as the stack says",
    region: "eu-west-1",
    usage: { objectGigabytes: 200 },
    stack: [given("aws:s3/bucketV2:BucketV2", "assets")],
    lines: { "objects, Standard": "200 × 0.023 = 4.60" },
  },
  {
    of: "a backup plan",
    stack: [given("aws:backup/plan:Plan", "nightly", { rules: [{}] })],
    lines: { "backups kept": "50 × 0.05 = 2.50" },
  },
  {
    of: "a backup plan",
    region: "eu-west-1",
    stack: [given("aws:backup/plan:Plan", "nightly", { rules: [{}] })],
    lines: { "backups kept": "50 × 0.05 = 2.50" },
  },
  {
    of: "a search domain of one small node",
    stack: [domain({ instanceType: "t3.small.search" }, { ebsEnabled: true, volumeType: "gp3", volumeSize: 10 })],
    lines: {
      "search node, t3.small.search": "730 × 0.036 = 26.28",
      "search storage, gp3": "10 × 0.122 = 1.22",
    },
  },
  {
    of: "a search domain of three nodes with 100 GB each, and three masters",
    stack: [
      domain(
        {
          instanceType: "m7g.large.search",
          instanceCount: 3,
          dedicatedMasterEnabled: true,
          dedicatedMasterCount: 3,
          dedicatedMasterType: "m7g.medium.search",
        },
        { ebsEnabled: true, volumeType: "gp3", volumeSize: 100 },
      ),
    ],
    lines: {
      "search node, m7g.large.search": "3 × 730 × 0.135 = 295.65",
      "search master, m7g.medium.search": "3 × 730 × 0.068 = 148.92",
      "search storage, gp3": "3 × 100 × 0.122 = 36.60",
    },
  },
  {
    of: "a search domain with more IOPS than gp3 includes, which have no price here",
    stack: [
      domain({ instanceType: "m7g.large.search" }, { ebsEnabled: true, volumeType: "gp3", volumeSize: 20, iops: 4000 }),
    ],
    lines: { "search node, m7g.large.search": "730 × 0.135 = 98.55", "search storage, gp3": "20 × 0.122 = 2.44" },
    unpriced: [/search IOPS above 3000: no price with a source for opensearch\.gp3\.iops/],
  },
  {
    of: "a search domain, which has no price there",
    region: "eu-west-1",
    stack: [domain({ instanceType: "t3.small.search" }, { ebsEnabled: true, volumeType: "gp3", volumeSize: 10 })],
    lines: {},
    unpriced: [/opensearch\.t3\.small\.search in eu-west-1/, /opensearch\.storage\.gp3 in eu-west-1/],
  },
  {
    of: "a secret",
    stack: [secret()],
    lines: { secret: "1 × 0.4 = 0.40", "requests for the secret": "10 × 0.005 = 0.05" },
  },
  {
    of: "a secret with replicas in two more regions",
    region: "eu-west-1",
    stack: [secret({ replicas: [{ region: "eu-central-1" }, { region: "us-east-1" }] })],
    lines: { secret: "3 × 0.4 = 1.20", "requests for the secret": "10 × 0.005 = 0.05" },
  },
  {
    of: "a key, the first 20,000 requests to which are free",
    usage: { keyRequests: 120 },
    stack: [key],
    lines: { "customer-managed key": "1 × 1 = 1.00", "requests to the key": "120 × 0.003 = 0.36" },
    total: "1 + 120 × 0.003 − 20 × 0.003 = 1.30",
  },
  {
    of: "a key, which has no price there",
    region: "eu-west-1",
    stack: [key],
    lines: {},
    unpriced: [/kms\.key in eu-west-1/, /kms\.requests in eu-west-1/],
  },
  {
    of: "a standard parameter",
    stack: [given("aws:ssm/parameter:Parameter", "url", { type: "String" })],
    lines: {},
    free: "standard parameters cost nothing",
  },
  {
    of: "an advanced parameter",
    stack: [given("aws:ssm/parameter:Parameter", "url", { type: "String", tier: "Advanced" })],
    lines: { "advanced parameter": "1 × 0.05 = 0.05" },
  },
  {
    of: "an advanced parameter",
    region: "eu-west-1",
    stack: [given("aws:ssm/parameter:Parameter", "url", { type: "String", tier: "Advanced" })],
    lines: { "advanced parameter": "1 × 0.05 = 0.05" },
  },
  {
    of: "an ARM function of 512 MB, called 100,000 times for 0.2 s: 10,000 GB-seconds, all within what is free",
    stack: [lambda({ memorySize: 512, architectures: ["arm64"] })],
    lines: {
      "calls of the function": "0.1 × 0.2 = 0.02",
      "run time of the function, ARM": "10000 × 0.0000133334 = 0.133334",
    },
    total: "0 × 0.2 = 0.00",
  },
  {
    of: "an x86 function of 1 GB, called three million times for a second: more than what is free",
    region: "eu-west-1",
    usage: { functionRequests: 3, functionSeconds: 1 },
    stack: [lambda({ memorySize: 1024 })],
    lines: {
      "calls of the function": "3 × 0.2 = 0.60",
      "run time of the function, x86": "3000000 × 0.0000166667 = 50.0001",
    },
    total: "2 × 0.2 + 2600000 × 0.0000166667 = 43.73342",
  },
  {
    of: "a queue, the first million requests to which are free",
    usage: { queueRequests: 6 },
    stack: [given("aws:sqs/queue:Queue", "jobs")],
    lines: { "requests to the queue": "6 × 0.4 = 2.40" },
    total: "5 × 0.4 = 2.00",
  },
  {
    of: "a FIFO queue, whose requests are dearer",
    region: "eu-west-1",
    usage: { queueRequests: 6 },
    stack: [given("aws:sqs/queue:Queue", "jobs", { fifoQueue: true })],
    lines: { "requests to the queue, FIFO": "6 × 0.5 = 3.00" },
    total: "5 × 0.5 = 2.50",
  },
];
