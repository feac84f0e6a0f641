/** Limits of BigQuery tables, which its analyzer does not know. They are read off the models' configs. */

const CLUSTER_COLUMNS = 4; // cloud.google.com/bigquery/docs/clustered-tables
const PARTITIONS = 10_000; // cloud.google.com/bigquery/quotas#partitioned_tables
const GRANULARITIES = {
  date: ['day', 'month', 'year'],
  datetime: ['hour', 'day', 'month', 'year'],
  timestamp: ['hour', 'day', 'month', 'year'],
};
// cloud.google.com/bigquery/docs/clustered-tables#limitations
const NOT_CLUSTERED = /^(?:float64|json|bytes|array|struct|time|interval)/i;

const perModel = (rule, check) => (result) =>
  result.models.flatMap((model) =>
    check(model).map((what) => ({ path: model.path, line: 1, rule, what: `${model.name}: ${what}` })),
  );

const listed = (value) => (value === undefined || value === null ? [] : [value].flat());

function clusterBy({ config, columns }) {
  const clustered = listed(config.cluster_by);
  const types = new Map(columns.map(({ name, type }) => [name, type ?? '']));
  return [
    ...(clustered.length > CLUSTER_COLUMNS
      ? [`${clustered.length} cluster columns, ${CLUSTER_COLUMNS} are allowed`]
      : []),
    ...clustered
      .filter((name) => NOT_CLUSTERED.test(types.get(name) ?? ''))
      .map((name) => `${name} is a ${types.get(name)}, by which nothing can be clustered`),
  ];
}

function partitionBy({ config }) {
  const by = config.partition_by;
  if (by === undefined || by === null)
    return config.require_partition_filter ? ['require_partition_filter without a partition'] : [];
  if (typeof by !== 'object') return ['partition_by has to be a mapping with a field'];
  const type = (by.data_type ?? 'date').toLowerCase();
  if (type === 'int64') {
    const { start, end, interval } = by.range ?? {};
    if (![start, end, interval].every(Number.isFinite))
      return ['a partition by int64 needs a range of start, end and interval'];
    const count = Math.ceil((end - start) / interval);
    return count > PARTITIONS ? [`${count} partitions, ${PARTITIONS} are allowed`] : [];
  }
  const allowed = GRANULARITIES[type];
  if (allowed === undefined) return [`nothing can be partitioned by a ${type}`];
  const granularity = (by.granularity ?? 'day').toLowerCase();
  return allowed.includes(granularity) ? [] : [`a ${type} has no partitions by ${granularity}`];
}

export const bigqueryRules = {
  'bigquery-cluster': perModel('bigquery-cluster', clusterBy),
  'bigquery-partition': perModel('bigquery-partition', partitionBy),
};
