import { given, type Given, type Invoice } from "../support";

const gp3 = (volumeSize: number) => ({ volumeSize, volumeType: "gp3" });

function instance(instanceType: string, inputs: Given["inputs"] = {}): Given {
  return given("aws:ec2/instance:Instance", "nat", { instanceType, rootBlockDevice: gp3(8), ...inputs });
}

/** Starts at 8 and stops at 18 from Monday to Friday: 261 days × 10 hours / 12 months = 217.5 hours. */
function schedules(machine: Given): Given[] {
  const schedule = (name: string, action: string, hour: number) =>
    given(
      "aws:scheduler/schedule:Schedule",
      name,
      {
        scheduleExpression: `cron(0 ${hour} ? * MON-FRI *)`,
        target: {
          arn: `arn:aws:scheduler:::aws-sdk:ec2:${action}`,
          input: JSON.stringify({ InstanceIds: ["i-0123456789abcdef0"] }),
        },
      },
      { refersTo: { target: [machine] } },
    );
  return [schedule("wake", "startInstances", 8), schedule("sleep", "stopInstances", 18)];
}

const sleeper = given("aws:ec2/instance:Instance", "nat", {
  id: "i-0123456789abcdef0",
  instanceType: "t4g.nano",
  rootBlockDevice: gp3(8),
  associatePublicIpAddress: true,
});

function template(inputs: Given["inputs"] = {}): Given {
  return given("aws:ec2/launchTemplate:LaunchTemplate", "nodes", {
    name: "nodes",
    instanceType: "m7g.large",
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: gp3(30) }],
    ...inputs,
  });
}

function group(inputs: Given["inputs"]): Given {
  return given("aws:autoscaling/group:Group", "nodes", { name: "nodes", launchTemplate: { name: "nodes" }, ...inputs });
}

/** At 8 the group gets its sizes and at 18 none, from Monday to Friday. */
const groupSchedules = [
  ["wake", { recurrence: "0 8 * * 1-5", minSize: 1, desiredCapacity: 2, maxSize: 4 }],
  ["sleep", { recurrence: "0 18 * * 1-5", minSize: 0, desiredCapacity: 0, maxSize: 0 }],
].map(([name, inputs]) =>
  given("aws:autoscaling/schedule:Schedule", name as string, {
    autoscalingGroupName: "nodes",
    ...(inputs as object),
  }),
);

function mixed(instancesDistribution: object, desiredCapacity: number): Given {
  return given("aws:autoscaling/group:Group", "nodes", {
    name: "nodes",
    minSize: desiredCapacity,
    desiredCapacity,
    maxSize: desiredCapacity,
    mixedInstancesPolicy: {
      launchTemplate: { launchTemplateSpecification: { launchTemplateName: "nodes" } },
      instancesDistribution,
    },
  });
}

function volume(inputs: Given["inputs"]): Given {
  return given("aws:ebs/volume:Volume", "data", inputs);
}

export const machineInvoices: readonly Invoice[] = [
  {
    of: "an instance that is always awake",
    stack: [instance("t4g.small")],
    lines: { "instance, t4g.small, Linux": "730 × 0.0168 = 12.264", "root volume, gp3": "8 × 0.08 = 0.64" },
    total: "730 × 0.0168 + 8 × 0.08 = 12.904",
  },
  {
    of: "an instance that is always awake",
    region: "eu-west-1",
    stack: [instance("t4g.small")],
    lines: { "instance, t4g.small, Linux": "730 × 0.0184 = 13.432", "root volume, gp3": "8 × 0.088 = 0.704" },
  },
  {
    of: "an instance that sleeps outside working hours, keeps its disk and gives its address back",
    stack: [sleeper, ...schedules(sleeper)],
    lines: {
      "instance, t4g.nano, Linux": "261 × 10 / 12 × 0.0042 = 0.9135",
      "root volume, gp3": "8 × 0.08 = 0.64",
      "public IPv4 address": "261 × 10 / 12 × 0.005 = 1.0875",
    },
  },
  {
    of: "an instance that somebody says is awake for 8 hours on 22 days",
    region: "eu-west-1",
    stack: [sleeper, ...schedules(sleeper)],
    awakeHours: 176,
    lines: {
      "instance, t4g.nano, Linux": "8 × 22 × 0.0046 = 0.8096",
      "root volume, gp3": "8 × 0.088 = 0.704",
      "public IPv4 address": "8 × 22 × 0.005 = 0.88",
    },
  },
  {
    of: "an instance whose program says no root volume: 8 GB of gp3, as Amazon Linux has",
    stack: [given("aws:ec2/instance:Instance", "nat", { instanceType: "t3.micro" })],
    lines: { "instance, t3.micro, Linux": "730 × 0.0104 = 7.592", "root volume, gp3": "8 × 0.08 = 0.64" },
  },
  {
    of: "an instance with detailed monitoring, seven custom metrics of which ten are free",
    stack: [instance("m7g.large", { monitoring: true })],
    lines: {
      "instance, m7g.large, Linux": "730 × 0.0816 = 59.568",
      "root volume, gp3": "8 × 0.08 = 0.64",
      "detailed monitoring": "7 × 0.3 = 2.10",
    },
    total: "730 × 0.0816 + 8 × 0.08 = 60.208",
  },
  {
    of: "an instance on Spot, which AWS sells for up to 90 % less",
    stack: [instance("t4g.medium", { instanceMarketOptions: { marketType: "spot" } })],
    lines: { "instance, t4g.medium, Linux, Spot": "730 × 0.0336 = 24.528", "root volume, gp3": "8 × 0.08 = 0.64" },
    bounds: { "instance, t4g.medium, Linux, Spot": ["730 × 0.0336 × 0.1 = 2.4528", "730 × 0.0336 = 24.528"] },
  },
  {
    of: "an instance of a type without a price",
    stack: [instance("x2iedn.metal")],
    lines: { "root volume, gp3": "8 × 0.08 = 0.64" },
    unpriced: [/x2iedn\.metal, Linux: no price with a source for ec2\.x2iedn\.metal in us-east-1/],
  },
  {
    of: "three nodes of a group",
    region: "eu-west-1",
    stack: [template(), group({ minSize: 3, desiredCapacity: 3, maxSize: 3 })],
    lines: { "instance, m7g.large, Linux": "3 × 730 × 0.091 = 199.29", "root volume, gp3": "3 × 30 × 0.088 = 7.92" },
  },
  {
    of: "a group between one and four nodes, two at working hours and none else",
    stack: [template(), group({ minSize: 1, desiredCapacity: 2, maxSize: 4 }), ...groupSchedules],
    lines: {
      "instance, m7g.large, Linux": "2 × 217.5 × 0.0816 = 35.496",
      "root volume, gp3": "30 × 2 × 217.5 / 730 × 0.08 = 1.43014",
    },
    bounds: {
      "instance, m7g.large, Linux": ["217.5 × 0.0816 = 17.748", "4 × 217.5 × 0.0816 = 70.992"],
      "root volume, gp3": ["30 × 217.5 / 730 × 0.08 = 0.71507", "30 × 4 × 217.5 / 730 × 0.08 = 2.86027"],
    },
  },
  {
    of: "a group whose nodes have public addresses by their template",
    stack: [
      template({ networkInterfaces: [{ associatePublicIpAddress: "true" }] }),
      group({ minSize: 2, desiredCapacity: 2, maxSize: 2 }),
    ],
    lines: {
      "instance, m7g.large, Linux": "2 × 730 × 0.0816 = 119.136",
      "root volume, gp3": "2 × 30 × 0.08 = 4.80",
      "public IPv4 addresses": "2 × 730 × 0.005 = 7.30",
    },
  },
  {
    of: "a group of four, one On-Demand and the others half on Spot: 3 × 50 % / 4 are 37.5 % of it",
    stack: [template(), mixed({ onDemandBaseCapacity: 1, onDemandPercentageAboveBaseCapacity: 50 }, 4)],
    lines: {
      "instance, m7g.large, Linux, Spot": "4 × 730 × 0.0816 = 238.272",
      "root volume, gp3": "4 × 30 × 0.08 = 9.60",
    },
    bounds: {
      "instance, m7g.large, Linux, Spot": [
        "2.5 × 730 × 0.0816 + 1.5 × 730 × 0.0816 × 0.1 = 157.8552",
        "4 × 730 × 0.0816 = 238.272",
      ],
    },
  },
  {
    of: "a gp3 volume with more IOPS and throughput than its price includes",
    stack: [volume({ size: 100, type: "gp3", iops: 4000, throughput: 250 })],
    lines: {
      "EBS storage, gp3": "100 × 0.08 = 8.00",
      "EBS storage, IOPS above 3000": "4000 × 0.005 − 3000 × 0.005 = 5.00",
      "EBS storage, throughput above 125": "250 × 0.04 − 125 × 0.04 = 5.00",
    },
  },
  {
    of: "a gp3 volume with more IOPS than its price includes, where only the storage has a price",
    region: "eu-west-1",
    stack: [volume({ size: 100, type: "gp3", iops: 4000 })],
    lines: { "EBS storage, gp3": "100 × 0.088 = 8.80" },
    unpriced: [/IOPS above 3000: no price with a source for ebs\.gp3\.iops in eu-west-1/],
  },
  {
    of: "a gp2 volume",
    stack: [volume({ size: 100, type: "gp2" })],
    lines: { "EBS storage, gp2": "100 × 0.1 = 10.00" },
  },
  {
    of: "a volume without a type, which is gp2",
    stack: [volume({ size: 50 })],
    lines: { "EBS storage, gp2": "50 × 0.1 = 5.00" },
  },
  {
    of: "an io1 volume and its IOPS",
    stack: [volume({ size: 100, type: "io1", iops: 2000 })],
    lines: { "EBS storage, io1": "100 × 0.125 = 12.50", "EBS storage, IOPS": "2000 × 0.065 = 130.00" },
  },
  {
    of: "a volume made of a snapshot",
    stack: [volume({ snapshotId: "snap-0123456789abcdef0" })],
    lines: {},
    unpriced: [/size follows a snapshot/],
  },
];
