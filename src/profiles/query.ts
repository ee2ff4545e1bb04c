import * as z from 'zod';
import type { MediaKind } from '../model/asset.ts';
import { ASSET_STATES } from '../model/asset-state.ts';
import { glob, name, textual, whole } from './fields.ts';

const wanted = textual('a tag, or !tag for those without it', (text) =>
  /^!?[^\s!,][^,]{0,99}$/.test(text) ? text : undefined,
);
const word = textual('a word', (text) => (text === '' ? undefined : text));

/** The schema of a query, as collections have it. */
export const query = z.strictObject({
  path: z.array(glob).exactOptional().describe('Globs below the library, one of which matches'),
  kind: z
    .enum(['image', 'video'] satisfies MediaKind[])
    .exactOptional()
    .describe('Pictures or clips'),
  state: z.array(z.enum(ASSET_STATES)).exactOptional().describe('What became of them'),
  profile: name.exactOptional().describe('The profile that governs them'),
  tags: z.array(wanted).exactOptional().describe('Tags that all of them have; !tag: that none of them has'),
  keywords: z.array(word).exactOptional().describe('Words that the metadata of all of them has among its keywords'),
  rating: whole(-1, 5).exactOptional().describe('Stars that they have at least'),
});
