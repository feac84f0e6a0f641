import type { Sql } from '../dialect.js';
import type { LogicalType } from '../logical-type.js';
import { typeName } from '../type-name.js';
import { types } from './types.js';

/** A type as a person writes it in a cast; contracts have it as Spark prints it, without a space. */
export const typeInSql = (type: LogicalType): Sql => typeName(types, type).replace(',', ', ');
