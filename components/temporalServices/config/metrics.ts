/** One metric that Temporal tells. */
export interface TemporalMetric {
  name: string;
  /** Timers and sizes are histograms. */
  kind: "counter" | "gauge" | "histogram";
  /** The variable that defines it, in the source below. */
  definedAs: string;
}

/** Where the definitions were read, and the versions in which all of them are the same. */
export const metricsSource = {
  repository: "https://github.com/temporalio/temporal",
  file: "common/metrics/metric_defs.go",
  commit: "6805caea59e35d0611ed96be69641b8d86bff11c",
  versions: ["1.29.0", "1.32.0"],
} as const;

/**
 * The metrics that the dashboards draw, and that the collector keeps. Names are those of Temporal's framework `tally`,
 * which server.yaml.tmpl asks for: counters without `_total`, times in seconds.
 */
export const shownMetrics: readonly TemporalMetric[] = [
  { name: "approximate_backlog_age_seconds", kind: "gauge", definedAs: "ApproximateBacklogAgeSeconds" },
  { name: "approximate_backlog_count", kind: "gauge", definedAs: "ApproximateBacklogCount" },
  { name: "asyncmatch_latency", kind: "histogram", definedAs: "AsyncMatchLatencyPerTaskQueue" },
  { name: "cache_miss", kind: "counter", definedAs: "CacheMissCounter" },
  { name: "cache_requests", kind: "counter", definedAs: "CacheRequests" },
  { name: "client_errors", kind: "counter", definedAs: "ClientFailures" },
  { name: "condition_failed_errors", kind: "counter", definedAs: "ConditionFailedErrorPerTaskQueueCounter" },
  { name: "elasticsearch_bulk_processor_errors", kind: "counter", definedAs: "ElasticsearchBulkProcessorFailures" },
  {
    name: "elasticsearch_bulk_processor_request_latency",
    kind: "histogram",
    definedAs: "ElasticsearchBulkProcessorRequestLatency",
  },
  {
    name: "elasticsearch_document_parse_failures_counter",
    kind: "counter",
    definedAs: "ElasticsearchDocumentParseFailuresCount",
  },
  { name: "history_size", kind: "histogram", definedAs: "HistorySize" },
  { name: "lease_failures", kind: "counter", definedAs: "LeaseFailurePerTaskQueueCounter" },
  { name: "loaded_task_queue_count", kind: "gauge", definedAs: "LoadedTaskQueueGauge" },
  { name: "lock_latency", kind: "histogram", definedAs: "LockLatency" },
  { name: "membership_changed_count", kind: "counter", definedAs: "MembershipChangedCounter" },
  { name: "memory_heapinuse", kind: "gauge", definedAs: "MemoryHeapInuseGauge" },
  { name: "no_poller_tasks", kind: "counter", definedAs: "NoRecentPollerTasksPerTaskQueueCounter" },
  { name: "num_goroutines", kind: "gauge", definedAs: "NumGoRoutinesGauge" },
  { name: "numshards_gauge", kind: "gauge", definedAs: "NumShardsGauge" },
  { name: "persistence_error_with_type", kind: "counter", definedAs: "PersistenceErrorWithType" },
  {
    name: "persistence_errors_resource_exhausted",
    kind: "counter",
    definedAs: "PersistenceErrResourceExhaustedCounter",
  },
  { name: "persistence_latency", kind: "histogram", definedAs: "PersistenceLatency" },
  { name: "persistence_requests", kind: "counter", definedAs: "PersistenceRequests" },
  { name: "persistence_sql_in_use", kind: "gauge", definedAs: "PersistenceSQLInUse" },
  { name: "persistence_sql_open_conn", kind: "gauge", definedAs: "PersistenceSQLOpenConn" },
  { name: "poll_success", kind: "counter", definedAs: "PollSuccessPerTaskQueueCounter" },
  { name: "poll_success_sync", kind: "counter", definedAs: "PollSuccessWithSyncPerTaskQueueCounter" },
  { name: "poll_timeouts", kind: "counter", definedAs: "PollTimeoutPerTaskQueueCounter" },
  { name: "restarts", kind: "counter", definedAs: "RestartCount" },
  { name: "service_error_with_type", kind: "counter", definedAs: "ServiceErrorWithType" },
  { name: "service_errors_resource_exhausted", kind: "counter", definedAs: "ServiceErrResourceExhaustedCounter" },
  { name: "service_latency", kind: "histogram", definedAs: "ServiceLatency" },
  { name: "service_panics", kind: "counter", definedAs: "ServicePanic" },
  { name: "service_pending_requests", kind: "gauge", definedAs: "ServicePendingRequests" },
  { name: "service_requests", kind: "counter", definedAs: "ServiceRequests" },
  { name: "shardinfo_scheduled_queue_lag", kind: "histogram", definedAs: "ShardInfoScheduledQueueLagTimer" },
  { name: "sharditem_acquisition_latency", kind: "histogram", definedAs: "ShardContextAcquisitionLatency" },
  { name: "sharditem_created_count", kind: "counter", definedAs: "ShardContextCreatedCounter" },
  { name: "sharditem_removed_count", kind: "counter", definedAs: "ShardContextRemovedCounter" },
  { name: "syncmatch_latency", kind: "histogram", definedAs: "SyncMatchLatencyPerTaskQueue" },
  { name: "task_attempt", kind: "histogram", definedAs: "TaskAttempt" },
  { name: "task_errors", kind: "counter", definedAs: "TaskFailures" },
  { name: "task_latency", kind: "histogram", definedAs: "TaskLatency" },
  { name: "task_latency_processing", kind: "histogram", definedAs: "TaskProcessingLatency" },
  { name: "task_requests", kind: "counter", definedAs: "TaskRequests" },
  { name: "visibility_persistence_error_with_type", kind: "counter", definedAs: "VisibilityPersistenceErrorWithType" },
  { name: "visibility_persistence_latency", kind: "histogram", definedAs: "VisibilityPersistenceLatency" },
  { name: "visibility_persistence_requests", kind: "counter", definedAs: "VisibilityPersistenceRequests" },
  { name: "workflow_cancel", kind: "counter", definedAs: "WorkflowCancelCount" },
  { name: "workflow_continued_as_new", kind: "counter", definedAs: "WorkflowContinuedAsNewCount" },
  { name: "workflow_failed", kind: "counter", definedAs: "WorkflowFailedCount" },
  { name: "workflow_success", kind: "counter", definedAs: "WorkflowSuccessCount" },
  { name: "workflow_terminate", kind: "counter", definedAs: "WorkflowTerminateCount" },
  { name: "workflow_timeout", kind: "counter", definedAs: "WorkflowTimeoutCount" },
];
