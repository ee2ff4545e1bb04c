import * as z from 'zod';
import { MANIFEST_FORMS } from '../model/manifest/manifest-forms.ts';
import { filePath, glob, name, refuseTwins } from './fields.ts';
import { NAME } from './name.ts';
import { LIMIT_KEYS } from './limit-keys.ts';
import { tags } from './metadata.ts';
import { FILE_KEYS } from './options/file-keys.ts';
import { publishTargets } from './publish.ts';
import { query } from './query.ts';
import { profileName, server } from './server.ts';
import { parseNaming } from './naming.ts';

const governedBy = (kind: string) =>
  z
    .string({ error: 'the name of a profile, or none' })
    .regex(NAME, { error: 'the name of a profile, or none' })
    .describe(`Name of the ${kind} profile; none switches it off`);

const folder = z.strictObject({
  path: glob.describe('Glob of folders below the library; their subfolders inherit. ** is the whole library'),
  image: governedBy('image').optional(),
  video: governedBy('video').optional(),
  sets: z
    .array(z.string({ error: 'the name of a rule for sets' }).regex(NAME, { error: 'the name of a rule for sets' }))
    .optional()
    .describe('Names of rules that make sets of its files (kind: set-rules); [] switches them off'),
  sync: z.enum(['include', 'exclude']).optional().describe('exclude: the folder is skipped'),
  publish: z
    .union([z.boolean(), z.literal('asked')], { error: 'true, false or asked' })
    .optional()
    .describe('false: made and recorded, but not in the manifest; asked: published only when dmx publish names it'),
  tags: tags.optional().describe('Tags of its assets; the tags of all matching rules are combined'),
});

/** Layout of rendition paths below `renditions/`. */
const naming = z.string({ error: 'a layout such as {path}/{name}.{ext}' }).superRefine((template, context) => {
  const parsed = parseNaming(template);
  if ('expected' in parsed) context.addIssue({ code: 'custom', message: parsed.expected });
});

const font = z.strictObject({
  name: z.string().min(1).describe('Name of the family, as texts say it'),
  file: filePath.describe('File of the font: TTF, OTF, or a collection of them'),
  bold: z.boolean().optional().describe('true: the bold style of the family'),
  italic: z.boolean().optional().describe('true: the italic style of the family'),
  index: z.number().int().min(0).optional().describe('Place in a collection, from 0'),
});

/** `dmx.yaml` */
export const config = z.strictObject({
  version: z.literal(1).default(1).describe('Version of this format'),
  library: filePath.default('.').describe('Folder of masters, relative to dmx.yaml'),
  profiles: z
    .array(filePath)
    .default(['profiles/**/*.yaml'])
    .describe('Files with your profiles and presets; your names override shipped ones'),
  overrides: filePath.optional().describe('Folder of sidecars that mirrors the library; default: beside the masters'),
  folders: z
    .array(folder)
    .default([])
    .describe(
      'Which folder uses which profile: per key the rule with the most literal path segments wins, then the later one',
    ),
  server: server.prefault({}).describe('The default manifest settings, named as Dynamic Media names them'),
  iccProfiles: z
    .array(z.union([filePath, z.record(profileName, filePath)], { error: 'a folder, or name: path' }))
    .default([])
    .describe('Folders searched for ICC profiles by name, and profiles by name: path; relative to dmx.yaml'),
  fonts: z
    .array(z.union([filePath, font], { error: 'a folder, or { name, file }' }))
    .default([])
    .describe(
      'Folders searched for fonts by the names in their files, and fonts as { name, file }; relative to dmx.yaml',
    ),
  metadata: z
    .enum(['copyright', 'all', 'none'])
    .default('copyright')
    .describe('Which embedded metadata renditions keep'),
  gps: z.boolean().default(false).describe('true: the manifest has the places where pictures and clips were taken'),
  smartTags: z.boolean().default(false).describe('true: the manifest lists what the smart crop detectors found'),
  collections: z
    .record(name, query)
    .superRefine(refuseTwins)
    .default({})
    .describe('Named selections of assets, for --collection NAME'),
  publish: publishTargets.default({}).describe('Targets of dmx publish, by name'),
  manifest: z.enum(MANIFEST_FORMS).default('json').describe('Form of the manifest'),
  naming: naming
    .prefault('{path}/{name}.{ext}')
    .describe('Layout below renditions/: {path} {dir} {stem} {name} {ext} {width} {height} {hash8}'),
  ...LIMIT_KEYS,
  ...FILE_KEYS,
});

/** `dmx.yaml` with its defaults filled in. */
export type Config = z.output<typeof config>;
