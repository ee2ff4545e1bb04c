import * as z from 'zod';
import { SET_LIMITS, SET_TYPES, type SetMember } from '../../model/sets.ts';
import { color, filePath } from '../fields.ts';

const HASH_COLOR = /^#[0-9a-f]{6}$/i;

const swatch = z
  .union([z.string().regex(HASH_COLOR), filePath], { error: 'an asset, or a colour such as "#c02020"' })
  .transform((text): SetMember['swatch'] => {
    const rgb = HASH_COLOR.test(text) ? color.parse(text) : undefined;
    return rgb === undefined ? { asset: text } : { color: (rgb.r << 16) | (rgb.g << 8) | rgb.b };
  })
  .describe('What stands for it in a row of swatches: an asset, or a colour such as "#c02020"');

const label = z.string().min(1).max(200).describe('Its name for people').optional();
const asset = filePath.describe('Path of the asset in the library');

const member = z.union(
  [
    filePath,
    z.strictObject({ asset, swatch: swatch.optional(), label }),
    z.strictObject({ set: filePath.describe('Path of another set'), swatch: swatch.optional(), label }),
    z.strictObject({ spread: z.array(asset).min(1).max(3).describe('Pages side by side'), label }),
  ],
  { error: 'an asset, or a map with `asset`, `set` or `spread`' },
);

export type DocumentMember = z.output<typeof member>;

const row = z.array(asset).min(1).max(SET_LIMITS.side);

/** A set that somebody wrote down. */
export const setDocument = z
  .strictObject({
    kind: z.literal('set').describe('This document is a set'),
    name: filePath.describe('Its path among the assets of the library, such as shoes/air-max'),
    type: z.enum(SET_TYPES).default('image').describe('What it is shown as'),
    members: z.array(member).min(1).optional().describe('What it shows, in this order'),
    rows: z.array(row).min(1).optional().describe('Instead of members: a spin in two directions, row by row'),
  })
  .refine(({ members, rows }) => (members === undefined) !== (rows === undefined), {
    error: '`members`, or `rows` of a spin',
    path: ['members'],
  })
  .refine(({ rows, type }) => rows === undefined || type === 'spin', {
    error: '`type: spin` beside `rows`',
    path: ['type'],
  })
  .refine(({ rows = [] }) => rows.every(({ length }) => length === rows[0]?.length), {
    error: 'rows of one length',
    path: ['rows'],
  })
  .refine(
    ({ members = [], type }) =>
      type === 'page' || members.every((one) => typeof one === 'string' || !('spread' in one)),
    { error: '`type: page` beside `spread`', path: ['type'] },
  );

export type SetDocument = z.output<typeof setDocument>;
