import { makeTable } from '../base/table.ts';
import type * as z from 'zod';
import { MASTER_LIMIT_KEYS, MASTER_LIMITS, type MasterLimit, type MasterLimitKey } from '../model/master-limits.ts';
import { whole } from './fields.ts';

function keySchema(key: MasterLimitKey): z.ZodDefault<z.ZodType<number>> {
  const { of, most, beyond = 'masters with more are refused' }: MasterLimit = MASTER_LIMITS[key];
  return whole(1, Number.MAX_SAFE_INTEGER).default(most).describe(`Most ${of}: ${beyond}`);
}

/** The keys of dmx.yaml that bound what masters may be. */
export const LIMIT_KEYS = makeTable(MASTER_LIMIT_KEYS, keySchema);
