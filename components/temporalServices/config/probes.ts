/** Health checks of the images as ECS runs them, each with a program that the image contains. */
export const probes = {
  /** busybox: the server's image has neither curl nor a gRPC probe. */
  server: (grpcPort: number) => ["CMD-SHELL", `nc -z 127.0.0.1 ${grpcPort} || exit 1`],
  ui: (port: number) => ["CMD-SHELL", `nc -z 127.0.0.1 ${port} || exit 1`],
  grafana: (port: number) => ["CMD-SHELL", `wget -q -O /dev/null http://127.0.0.1:${port}/api/health || exit 1`],
  /** The collector's image has no shell, but this program, which asks the extension health_check. */
  collector: () => ["CMD", "/healthcheck"],
};
