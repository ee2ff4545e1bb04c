import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StorageError } from '../model/errors.ts';
import { jsonSchema } from '../profiles/schema.ts';
import { hasCode } from '../system/error-code.ts';
import { makeFolders } from '../system/writing/make-folders.ts';

/** The result of `dmx init`. Paths are absolute. */
export interface InitOutcome {
  readonly written: readonly string[];
  /** Files that were there already and were left as they are. */
  readonly kept: readonly string[];
}

/** The schema by which an editor completes and checks the others. */
const SCHEMA_FILE = 'dmx.schema.json';

/** The commented configuration: every key of contract weight, with its default. */
function configText(library: string): string {
  return `# yaml-language-server: $schema=${SCHEMA_FILE}
# dmx.yaml: which masters, which profiles, where the renditions go. Every key is optional; defaults are shown.
version: 1

library: ${library.padEnd(19)} # folder of masters, relative to this file; never written to
output: dmx-out              # renditions and manifest.json
profiles: [profiles/**/*.yaml] # your profiles; the shipped ones are always available (dmx profiles list)

# Which folder of the library uses which profile. Subfolders inherit it; the most specific rule wins.
folders:
  - { path: "**", image: example }
  # - { path: banners, image: social }
  # - { path: originals, sync: exclude }   # skipped
  # - { path: drafts, publish: false }     # made, but left out of the manifest

# exclude: ["**/*.psd"]      # masters to skip
# memory: 3GiB               # memory limit of all processes together
# batch: 50                  # assets per commit, or auto
# onMove: apply              # a moved master gets the profile of its new folder; keep: the profile of the old one
# metadata: copyright        # embedded metadata to keep: copyright, all or none
# manifest: json             # json, ndjson or folders

# server:                    # defaults for all presets
#   jpegquality: [80, 0]
#   resmode: sharp2
#   bkgcolor: FFFFFF
`;
}

const PROFILE_TEXT = `# yaml-language-server: $schema=../${SCHEMA_FILE}
# An image profile: the renditions that every picture in a folder gets.
# Try a change with: dmx plan        Check the spelling with: dmx profiles check
kind: image-profile
name: example
smartCrop:
  crops:
    - { name: Wide, ratio: "16:9", width: 1280 }     # crops that keep the subject, in this aspect ratio
    - { name: Square, ratio: "1:1", width: 800 }
swatch: { width: 50, height: 50 }                    # a small piece of the subject, and its colour in the manifest
# pyramid: { tile: 256, compression: jpeg, quality: 95 }   # for deep zoom
renditions:
  - preset: thumb                                    # a shipped preset (dmx presets list)
  - preset: example-web                              # a preset from the list below
  - { name: hero, crop: Wide, preset: example-web }  # a preset applied to a smart crop
---
# yaml-language-server: $schema=../${SCHEMA_FILE}
kind: image-presets
presets:
  # Friendly keys …
  example-web: { width: 1280, height: 1280, fit: constrain, format: webp, quality: 82 }
  # … and Image Serving commands mean the same (dmx presets show example-card prints both).
  example-card: "wid=600&hei=400&fit=crop,1&fmt=jpeg&qlt=82,0&op_usm=1,1,5,0"
`;

/** Writes a file that must not be there yet; false when it is. */
async function writeNew(file: string, text: string): Promise<boolean> {
  try {
    makeFolders(dirname(file));
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (cause) {
    if (hasCode(cause, 'EEXIST') && existsSync(file)) return false;
    throw new StorageError('STORAGE_DENIED', `${file} cannot be written: ${(cause as Error).message}`, {
      place: file,
      hint: 'Check the permissions of the folder, or name another one: dmx init DIR.',
      cause,
    });
  }
}

/**
 * Writes a commented dmx.yaml, one example profile and the schema of both into `folder` (absolute); never overwrites.
 */
export async function init(folder: string): Promise<InitOutcome> {
  // A library of the usual name is taken; else the folder itself is the library.
  const library = existsSync(join(folder, 'assets')) ? 'assets' : '.';
  const files = [
    [join(folder, 'dmx.yaml'), configText(library)],
    [join(folder, 'profiles', 'example.yaml'), PROFILE_TEXT],
    [join(folder, SCHEMA_FILE), `${JSON.stringify(jsonSchema(), null, 2)}\n`],
  ] as const;
  const written: string[] = [];
  const kept: string[] = [];
  for (const [file, text] of files) ((await writeNew(file, text)) ? written : kept).push(file);
  return { written, kept };
}
