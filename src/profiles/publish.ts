import * as z from 'zod';
import type { RenditionFilter, RsyncPlace } from '../model/delivery.ts';
import { duration, glob, name, textual } from './fields.ts';
import { isPath } from './is-path.ts';

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

const BUCKET_KEYS = ['endpoint', 'region', 'cacheControl'] as const;

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** Name of a bucket (by S3's rules), and the path in it. */
const BUCKET = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/(?!\/)[^?#]*)?$/;
/** A module of rsync's daemon, or a folder of another machine by ssh. Passwords stand in the environment. */
const RSYNC = /^(rsync|ssh):\/\/((?:[\w.-]+@)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?\/([^?#:\s][^?#\s]*)$/i;
const toError = 'a folder, relative to dmx.yaml, s3://bucket/prefix, rsync://host/module or ssh://user@host/folder';

const isPlace = (text: string): boolean => (SCHEME.test(text) ? BUCKET.test(text) || RSYNC.test(text) : isPath(text));

/** An address that begins with its host, without query or fragment. */
const ADDRESS = /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/;
const baseError = 'the address of a folder: https://…';

const PAGE = /^https?:\/\/[^\s/?#@{}]+(?:[/?#][^\s{}]*(?:\{(?:path|dir|name|stem)\}[^\s{}]*)*)?$/;
const pageError = 'true, or the address of the page of an asset: https://shop.example/{dir}/{stem}';

const PURGED = /^https?:\/\/[^\s/?#@{}]+\/[^\s{}]*\{path\}[^\s{}]*$/;
const purgedError = 'the address of a file as a CDN has it: https://cdn.example/media/{path}';

const endpointError = 'the address of a server: https://…';

/** A target of `dmx publish`. */
const target = z
  .strictObject({
    to: z
      .string({ error: toError })
      .refine(isPlace, { error: toError })
      .describe(
        'Folder, relative to dmx.yaml, or s3://bucket/prefix, rsync://host/module/folder, ssh://user@host/folder',
      ),
    endpoint: z
      .string({ error: endpointError })
      .regex(ADDRESS, { error: endpointError })
      .optional()
      .describe('Of a bucket: a server that speaks S3, where it is not that of AWS'),
    region: z.string().min(1).optional().describe('Of a bucket; without it that of AWS_REGION, else us-east-1'),
    cacheControl: z.string().min(1).optional().describe('Of a bucket: the Cache-Control of every file'),
    base: z
      .string({ error: baseError })
      .regex(ADDRESS, { error: baseError })
      .optional()
      .describe('Address under which the target is seen: https://shop.example/media'),
    viewers: z
      .union(
        [
          z.boolean(),
          z.strictObject({
            company: name.describe(
              'Documents also under COMPANY/NAME, without folder and extension, as embed snippets of Dynamic Media name them',
            ),
          }),
        ],
        { error: 'true, or { company: NAME }' },
      )
      .optional()
      .describe(
        'Brings the viewers along: scripts, a document for each asset and set, and viewers/index.html that shows them',
      ),
    sitemap: z
      .union([z.boolean(), z.string().regex(PAGE, { error: pageError })], { error: pageError })
      .optional()
      .describe(
        'A sitemap of pictures and clips, sitemap.xml: of the page at `base`, or of the pages that a template names with {path}, {dir}, {name} and {stem} of assets',
      ),
    iiif: z
      .literal('level0', { error: 'level0' })
      .optional()
      .describe(
        'Pictures as image services of files (IIIF Image API 3, level 0) with manifests and collections below iiif/, for viewers without a server',
      ),
    tiles: z
      .literal('dzi', { error: 'dzi' })
      .optional()
      .describe('Deep Zoom folders below dzi/, of the tiles of pyramids'),
    filters: z
      .array(textual(filterError, parseFilter))
      .optional()
      .describe(
        'Which renditions: + or -, then a role, a name or cqdam, with * for anything; before a colon an expression for the MIME type of masters. The first that matches decides; without a + all others are published, with one none',
      ),
    include: z.array(glob).optional().describe('Globs of assets below the library; without it all'),
    exclude: z.array(glob).optional().describe('Globs of assets that are not published'),
    purge: z
      .strictObject({
        file: z
          .string({ error: 'a file, relative to dmx.yaml' })
          .refine(isPath, { error: 'a file, relative to dmx.yaml' })
          .describe('File, relative to dmx.yaml: one address a line, an empty line after each thousand'),
        template: z
          .array(z.string({ error: purgedError }).regex(PURGED, { error: purgedError }))
          .min(1)
          .optional()
          .describe('Addresses of each file, with {path} for its path below the target; without it that below `base`'),
      })
      .optional()
      .describe('Lists the addresses of files that were changed or removed: what a CDN has to forget'),
    grace: duration
      .optional()
      .describe('How long a file stays that nothing lists any more, for pages that caches still hand out'),
  })
  .refine(({ to, ...of }) => BUCKET.test(to) || BUCKET_KEYS.every((key) => of[key] === undefined), {
    error: '`to: s3://…` beside `endpoint`, `region` and `cacheControl`',
    path: ['to'],
  })
  .refine(({ base, sitemap = false, iiif }) => base !== undefined || (sitemap === false && iiif === undefined), {
    error: 'the address under which it is seen, for its sitemap or its IIIF: https://…',
    path: ['base'],
  })
  .refine(({ base, purge }) => purge === undefined || purge.template !== undefined || base !== undefined, {
    error: '`template` with addresses, or `base`, under which the target is seen',
    path: ['purge'],
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

/** The bucket of a target and what lies below it; undefined = it is a folder. */
export function bucketOf({
  to,
}: Pick<PublishSettings, 'to'>): { readonly bucket: string; readonly prefix: string } | undefined {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(to) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix: prefix.replace(/\/+$/, '') };
}

/** The addresses that a CDN has for a file of a target, with `{path}`. */
export function purgedAddresses({ base = '', purge }: Pick<PublishSettings, 'base' | 'purge'>): readonly string[] {
  return purge?.template ?? [`${base.replace(/\/+$/, '')}/{path}`];
}

/** The place of a target that rsync reaches; undefined = it is another one. */
export function rsyncPlaceOf({ to }: Pick<PublishSettings, 'to'>): RsyncPlace | undefined {
  const [, scheme, host, port, path = ''] = RSYNC.exec(to) ?? [];
  if (scheme === undefined) return undefined;
  if (scheme.toLowerCase() === 'rsync') return { kind: 'rsync', address: to };
  return { kind: 'rsync', address: `${host}:/${path}`, ...(port !== undefined && { shell: `ssh -p ${port}` }) };
}
