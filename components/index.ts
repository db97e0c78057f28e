export * from "./fargateApp";
export {
  checkImageRepository,
  ImagePlatform,
  ImageRepository,
  imageRepositoryDefaults,
  type ImageBuild,
  type ImageRepositoryArgs,
} from "./imageRepository";
export { arnOf, globalArnOf, partitionOf, type DeploymentIdentity } from "./internal/identity";
export type { PolicyStatement } from "./internal/iam";
export { widened, type WorkingHours } from "./internal/workingHours";
export * from "./pmmServer";
export * from "./privateNetwork";
export * from "./rdsWithProxy";
export * from "./temporalServices";
