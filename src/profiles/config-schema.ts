import { z } from 'zod';
import { UNMANAGED } from '../serving/commands/encoding.ts';
import { idleKey } from '../serving/idle-key.ts';
import { duration, filePath, glob, globs, NAME, size, textual, whole } from './fields.ts';
import { MANIFEST_FORMS } from '../model/manifest.ts';
import { naming } from './naming.ts';
import { server } from './server.ts';

const governedBy = (kind: string) =>
  z
    .string({ error: 'the name of a profile, or none' })
    .regex(NAME, { error: 'the name of a profile, or none' })
    .describe(`Name of the ${kind} profile; none switches it off`);

const folder = z.strictObject({
  path: glob.describe('Glob of folders below the library; their sub-folders inherit. ** is the whole library'),
  image: governedBy('image').optional(),
  video: governedBy('video').optional(),
  sync: z.enum(['include', 'exclude']).optional().describe('exclude: the folder is not looked at'),
  publish: z.boolean().optional().describe('false: made and recorded, but not in the manifest'),
});

/** 10–49 are for libraries of huge masters only, which the run decides: it knows how large they are. */
const batch = z.union([whole(10, 1000), z.literal('auto')], { error: 'a whole number from 10 to 1000, or auto' });

/** `3` assets, or `5%` of them. */
const failures = textual<{ count: number } | { percent: number }>(
  'a number of assets or a share such as 5%',
  (text) => {
    const [, figure, percent] = /^(\d{1,9})\s*(%?)$/.exec(text.trim()) ?? [];
    if (figure === undefined || (percent === '%' && Number(figure) > 100)) return undefined;
    return percent === '%' ? { percent: Number(figure) } : { count: Number(figure) };
  },
);

/** Options of the command line that a project may want to fix for everybody. */
const options = {
  excludeFrom: filePath.optional().describe('File of globs to leave out, one a line'),
  strict: z.boolean().default(false).describe('Formats that dmx does not read count as failures'),
  video: z.boolean().default(true).describe('false: clips are left alone'),
  newOnly: z.boolean().default(false).describe('Leave assets alone that are known already'),
  allowGone: z.boolean().default(false).describe('Go on although a folder is missing or has lost many assets'),
  trustCatalog: z.boolean().default(false).describe('Believe the catalog where the rendition files are elsewhere'),
  acceptEngine: z.boolean().default(false).describe('Adopt renditions of an older engine as they are'),
  waitLock: duration.optional().describe('How long to wait for another run on the same output, e.g. 10m'),
  onTimeout: z.enum(['next', 'stop']).default('next').describe('What follows when an asset takes too long'),
  maxFailures: failures.optional().describe('Stop when more assets fail: a number, or a share such as 5%'),
  title: z.string().optional().describe('Title of the runs'),
  changes: filePath.optional().describe('File for one JSON line per rendition added, changed, moved or removed'),
  reporter: z.enum(['pretty', 'json', 'github']).optional().describe('How a run tells what it does'),
  quiet: z.boolean().default(false).describe('Say only what went wrong'),
  verbose: z.boolean().default(false).describe('Say more'),
  color: z.boolean().optional().describe('Colours on a terminal'),
};

/** `dmx.yaml` */
export const config = z.strictObject({
  version: z.literal(1).default(1).describe('Version of this format'),
  library: filePath.default('.').describe('Folder of masters, relative to dmx.yaml'),
  output: filePath.default('dmx-out').describe('Folder for renditions and manifest, relative to dmx.yaml'),
  profiles: z
    .array(filePath)
    .default(['profiles/**/*.yaml'])
    .describe('Files of profiles and presets beside the shipped ones; your names win over shipped ones'),
  overrides: filePath
    .optional()
    .describe('Folder of sidecars that mirrors the library; without it they lie beside the masters'),
  folders: z
    .array(folder)
    .default([])
    .describe(
      'Which profile governs which folder: per key the rule with most literal path segments wins, then the later',
    ),
  server: server.prefault({}).describe('The default manifest settings, named as Dynamic Media names them'),
  iccProfiles: idleKey(UNMANAGED, z.array(filePath).default([]).describe('Folders searched for ICC profiles by name')),
  memory: size.optional().describe('Cap of the memory of all processes, e.g. 3GiB'),
  batch: batch.default(50).describe('Assets that share one commit: 50 to 1000 (10 to 49 for huge masters), or auto'),
  concurrency: whole(1, 1024).optional().describe('Worker processes; without it one a core'),
  timeout: duration.optional().describe('Longest time for one asset, e.g. 10m'),
  onMove: z
    .enum(['apply', 'keep'])
    .default('apply')
    .describe('apply: a moved master gets the profile of its new folder; keep: that of its old one until reprocessed'),
  metadata: z
    .enum(['copyright', 'all', 'none'])
    .default('copyright')
    .describe('What of the embedded metadata renditions keep'),
  manifest: z.enum(MANIFEST_FORMS).default('json').describe('Shape of the published list'),
  naming: naming
    .prefault('{path}/{name}.{ext}')
    .describe('Layout below renditions/: {path} {dir} {stem} {name} {ext} {width} {height} {hash8}'),
  include: globs.prefault([]).describe('Globs of the only files to look at'),
  exclude: globs.prefault([]).describe('Globs of files and folders not to look at'),
  // 500 million pixels are 2 GB of RGBA: more than that is an attack or a mistake more often than a picture.
  maxpixels: whole(1, Number.MAX_SAFE_INTEGER).default(500_000_000).describe('Masters with more pixels are refused'),
  ffmpeg: filePath.optional().describe('The ffmpeg program to use'),
  ffprobe: filePath.optional().describe('The ffprobe program to use'),
  ...options,
});

/** `dmx.yaml` with its defaults filled in. */
export type Config = z.output<typeof config>;
