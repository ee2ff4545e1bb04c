import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'node:path';
import { manifestJsonSchema } from '../model/manifest/manifest-schema.ts';
import { lineJsonSchema } from '../model/run/line-schema.ts';
import { jsonSchema } from '../profiles/schema.ts';
import { packageFile } from '../run/project/package-files.ts';
import { loadLibrary } from '../run/project/load-config.ts';
import type { Command } from './command.ts';
import { profilesReadme } from './profiles-reference.ts';
import { errorsPage, fillMarkers, generatedParts, mastersPage, optionsPage } from './reference.ts';

/** A file of the package that is generated, at least in part. */
export interface GeneratedDocument {
  /** Below the package's top folder. */
  readonly file: string;
  readonly text: string;
}

/** Every generated document as it should be: the references in docs/, and the reference and schema of profiles. */
export async function makeDocuments(commands: readonly Command[]): Promise<readonly GeneratedDocument[]> {
  const formats = readFileSync(packageFile('docs/formats.md'), 'utf8');
  // From the root of the file system no dmx.yaml is found, and the shipped profiles stand alone.
  const request = { command: 'reference', cwd: parse(packageFile('')).root, folders: [] };
  const { profiles: shipped } = await loadLibrary(request);
  return [
    { file: 'docs/options.md', text: optionsPage(commands) },
    { file: 'docs/errors.md', text: errorsPage() },
    { file: 'docs/masters.md', text: mastersPage() },
    { file: 'docs/formats.md', text: fillMarkers(formats, generatedParts()) },
    { file: 'profiles/README.md', text: profilesReadme(shipped) },
    { file: 'docs/manifest.schema.json', text: `${JSON.stringify(manifestJsonSchema(), null, 2)}\n` },
    { file: 'docs/lines.schema.json', text: `${JSON.stringify(lineJsonSchema(), null, 2)}\n` },
    { file: 'profiles/schema.json', text: `${JSON.stringify(jsonSchema(), null, 2)}\n` },
  ];
}

/** Writes those that differ; answers their names. */
export function writeDocuments(documents: readonly GeneratedDocument[]): readonly string[] {
  const outdated = documents.filter(({ file, text }) => {
    try {
      return readFileSync(packageFile(file), 'utf8') !== text;
    } catch {
      return true;
    }
  });
  for (const { file, text } of outdated) writeFileSync(packageFile(file), text);
  return outdated.map(({ file }) => file);
}
