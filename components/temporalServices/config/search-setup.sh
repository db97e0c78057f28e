# shellcheck shell=sh
# Prepares OpenSearch for Temporal, before any server writes: forbids indexes that nobody made, puts the template of
# mappings, makes the index. Every request is signed by the tool with the task's role. Can be run again at any time.
set -eu
# Sign with what the SDK finds: the task's role.
export AWS_CREDENTIALS=aws-sdk-default
export ES_SERVER="$ES_SCHEME://$ES_SEEDS:$ES_PORT"

# A new domain answers before it can work.
attempt=1
until temporal-elasticsearch-tool ping; do
  if [ "$attempt" -ge 30 ]; then
    echo "OpenSearch does not answer at $ES_SERVER" >&2
    exit 1
  fi
  attempt=$((attempt + 1))
  sleep 10
done

temporal-elasticsearch-tool setup-schema
temporal-elasticsearch-tool create-index --index "$ES_VIS_INDEX"
# An index of an older version gets the mappings that are new.
temporal-elasticsearch-tool update-schema --index "$ES_VIS_INDEX"
