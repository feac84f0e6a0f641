import { shapes, writeDbtgenProject } from '../history/dbtgen-contender.mjs';
import { writeSnapshotProject } from '../history/snapshot-contender.mjs';

/**
 * A tool with its way of taking the rows.
 *
 * @typedef {object} SparkContender
 * @property {string} name
 * @property {'whole table' | 'changed rows'} reads what lies in `raw.person` at each load
 * @property {string} schema of its tables
 * @property {string} history its table with the history
 * @property {readonly string[]} tables all that it writes
 * @property {(folder: string) => Promise<void>} prepare writes its project to `<folder>/dbt`
 * @property {(time: string) => readonly string[]} command of dbt that takes what lies in `raw.person`
 */

/** @type {readonly SparkContender[]} */
export const sparkContenders = [
  dbtgen('snapshot'),
  dbtgen('delta'),
  snapshot('check', 'whole table'),
  snapshot('timestamp', 'whole table'),
  snapshot('timestamp', 'changed rows'),
];

/**
 * @param {keyof typeof shapes} shape
 * @returns {SparkContender}
 */
function dbtgen(shape) {
  return {
    name: `dbtgen, ${shape}`,
    reads: shapes[shape].reads,
    schema: `dbtgen_${shape}`,
    history: 'dim_person',
    tables: ['dim_person', 'int_crm__person_events'],
    prepare: (folder) => writeDbtgenProject(folder, shape, 'spark'),
    command: (time) => ['run', '--vars', JSON.stringify({ load_at: time })],
  };
}

/**
 * @param {'check' | 'timestamp'} strategy
 * @param {SparkContender['reads']} reads
 * @returns {SparkContender}
 */
function snapshot(strategy, reads) {
  return {
    name: `dbt snapshot, ${strategy}`,
    reads,
    schema: `snapshot_${strategy}_of_${reads.replace(' ', '_')}`,
    history: 'person_history',
    tables: ['person_history'],
    prepare: (folder) => writeSnapshotProject(folder, strategy, ['file_format: delta']),
    command: () => ['snapshot'],
  };
}
