import { ImageRepository } from "../../components";

// A repository for an image that is pushed by hand or by a pipeline, and the reference that a service takes.
const repository = new ImageRepository("api-images", {
  environment: "prod",
  accountId: "123456789012",
  region: "eu-west-1",
  repositoryName: "prod-shop-api",
  tag: "2026.11.0",
});

export const image = repository.imageUri;
