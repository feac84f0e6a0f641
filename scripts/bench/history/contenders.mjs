import { dbtgenContender } from './dbtgen-contender.mjs';
import { snapshotContender } from './snapshot-contender.mjs';
import { sqlmeshContender } from './sqlmesh-contender.mjs';

/**
 * A tool with its way of taking the rows.
 *
 * @typedef {object} Contender
 * @property {string} name
 * @property {'whole table' | 'changed rows'} reads what lies in `raw.person` at each load
 * @property {string} table the table with the history, schema included
 * @property {(folder: string) => Promise<void>} prepare writes its project; the warehouse is `warehouse.duckdb` there
 * @property {(folder: string, time: string) => Promise<number>} load takes what lies in `raw.person`; seconds in its models
 */

/** @type {readonly Contender[]} */
export const contenders = [
  dbtgenContender('snapshot'),
  dbtgenContender('delta'),
  dbtgenContender('cdc'),
  snapshotContender('check', 'whole table'),
  snapshotContender('timestamp', 'whole table'),
  snapshotContender('timestamp', 'changed rows'),
  sqlmeshContender('BY_COLUMN'),
  sqlmeshContender('BY_TIME'),
];
