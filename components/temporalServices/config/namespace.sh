# shellcheck shell=sh
# Makes a namespace where it does not exist: a cluster set up by hand has none but temporal-system. The frontend
# answers before the other roles do, so it is asked for ten minutes.
set -eu
attempt=1
until temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$NAMESPACE_RETENTION"; do
  if [ "$attempt" -ge 60 ]; then
    echo "the namespace $TEMPORAL_NAMESPACE could not be made" >&2
    exit 1
  fi
  attempt=$((attempt + 1))
  sleep 10
done
