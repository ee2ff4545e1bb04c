import * as z from 'zod';
import { type Metadata, readWhen } from '../model/manifest/metadata.ts';
import { real, textual, whole } from './fields.ts';

const words = textual('a text', (text) => text.trim());

/** One tag: what `--tag` and collections pick out by. A leading `!` is how they say "without". */
const tag = textual('a tag of at most 100 letters, without commas, that does not begin with !', (text) =>
  /^[^\s!,][^,]{0,99}$/.test(text) ? text : undefined,
);

/** A list, or the one thing in it. */
const listOf = <T extends z.ZodType>(one: T, error: string) =>
  z.union([z.array(one), one.transform((single) => [single] as z.output<T>[])], { error });

export const tags = z.array(tag, { error: 'a list of tags' });

const captured = textual('a time such as 2024-05-17T10:11:12+02:00, or its beginning, or an empty text', (text) =>
  text === '' ? '' : readWhen(text),
);

/** The words that a person writes about a master: each wins over that of its file. */
export const metadata = z.strictObject({
  title: words.optional(),
  description: words.optional(),
  alt: words.optional(),
  creator: listOf(words, 'a name, or a list of names').optional(),
  rights: words.optional(),
  credit: words.optional(),
  keywords: listOf(words, 'a word, or a list of words').optional(),
  rating: whole(-1, 5).optional(),
  captured: captured.optional(),
  gps: z.strictObject({ latitude: real(-90, 90), longitude: real(-180, 180) }).optional(),
}) satisfies z.ZodType<{ [K in keyof Metadata]?: Metadata[K] | undefined }>;
