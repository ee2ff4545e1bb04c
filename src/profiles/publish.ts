import * as z from 'zod';
import type { RenditionFilter } from '../model/delivery.ts';
import { duration, filePath, glob, textual } from './fields.ts';

const FILTER = /^(?:([^:,+-][^:]*):\s*)?([+-])\s*([\w.*-]+(?:,[\w.*-]+)*)$/;

/** `image/*` of AEM's dialog is the expression `image/.*`. */
const mimeOf = (text: string): string => text.trim().replaceAll(/(?<!\.)\*/g, '.*');

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, 'v').source !== '';
  } catch {
    return false;
  }
}

/** `+cqdam,*` is what begins with cqdam (AEM writes the wildcard behind a comma). */
function patternOf(text: string): string {
  return text.toLowerCase().replaceAll(',*', '*').replaceAll(',', '');
}

/** Reads `+preset`, `-thumb*`, `image/.*: +cqdam,*`. */
function parseFilter(text: string): RenditionFilter | undefined {
  const [, mime, sign, pattern = ''] = FILTER.exec(text.trim()) ?? [];
  if (sign === undefined) return undefined;
  const expression = mime === undefined ? undefined : mimeOf(mime);
  if (expression !== undefined && !isExpression(expression)) return undefined;
  // Masters are not published.
  if (sign === '+' && pattern.toLowerCase() === 'original') return undefined;
  return { includes: sign === '+', pattern: patternOf(pattern), ...(expression !== undefined && { mime: expression }) };
}

const filterError = 'a filter such as +preset, -thumb* or "image/.*: +cqdam,*"';

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const toError = 'a folder, relative to dmx.yaml (no address: other places are not published to yet)';

/** A target of `dmx publish`. */
const target = z.strictObject({
  to: filePath.refine((text) => !SCHEME.test(text), { error: toError }).describe('Folder, relative to dmx.yaml'),
  filters: z
    .array(textual(filterError, parseFilter))
    .optional()
    .describe(
      'Which renditions: + or -, then a role, a name or cqdam, with * for anything; before a colon an expression for the MIME type of masters. The first that matches decides; without a + all others are published, with one none',
    ),
  include: z.array(glob).optional().describe('Globs of assets below the library; without it all'),
  exclude: z.array(glob).optional().describe('Globs of assets that are not published'),
  grace: duration
    .optional()
    .describe('How long a file stays that nothing lists any more, for pages that caches still hand out'),
});

/** The targets of `dmx publish`, by name. */
export const publishTargets = z.record(
  z.string({ error: 'a name' }).regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, {
    error: 'a name of letters, digits, dots, dashes and underscores',
  }),
  target,
);

/** A target, as dmx.yaml has it. */
export type PublishSettings = z.output<typeof target>;
