# shellcheck shell=sh
# Starts Grafana with the data source and the dashboards of this package, which come in by variables.
set -eu
mkdir -p "$GF_PATHS_PROVISIONING/datasources" "$GF_PATHS_PROVISIONING/dashboards" "$TEMPORAL_DASHBOARDS"
printf '%s' "$GRAFANA_DATA_SOURCES" >"$GF_PATHS_PROVISIONING/datasources/metrics.yaml"
printf '%s' "$GRAFANA_DASHBOARD_PROVIDERS" >"$GF_PATHS_PROVISIONING/dashboards/temporal.yaml"
printf '%s' "$GRAFANA_DASHBOARD_SERVER" >"$TEMPORAL_DASHBOARDS/server.json"
printf '%s' "$GRAFANA_DASHBOARD_HISTORY" >"$TEMPORAL_DASHBOARDS/history.json"
printf '%s' "$GRAFANA_DASHBOARD_MATCHING" >"$TEMPORAL_DASHBOARDS/matching.json"
printf '%s' "$GRAFANA_DASHBOARD_PERSISTENCE" >"$TEMPORAL_DASHBOARDS/persistence.json"
exec /run.sh
