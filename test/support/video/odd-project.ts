import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetOf, readManifest, type ManifestAsset } from '../cli/dmx-output.ts';

/** A project whose clips each become one file of 120 lines, `low.mp4`. */
export interface OddProject {
  readonly folder: string;
  readonly assets: string;
  readonly output: string;
  /** Files one behind the other in a master, as recorders and `cat` join them. */
  readonly join: (name: string, ...parts: readonly string[]) => Promise<void>;
  readonly asset: (path: string) => Promise<ManifestAsset>;
  /** A rendition of a master. */
  readonly made: (path: string, name?: string) => string;
}

const PROFILE = (stills: string): string => `kind: video-profile
name: small
adaptive: false
encodings:
  - { name: low, height: 120, crf: 20, audioBitrate: 96k }
${stills}
---
kind: image-presets
presets: { full: 'scl=1&fmt=png' }
`;

const NO_STILLS = 'poster: false\nthumbnails: []';

/** `stills`: what of a profile asks for them. */
export async function oddProject(stills: string = NO_STILLS): Promise<OddProject> {
  const folder = mkdtempSync(join(tmpdir(), 'dmx-odd-clips-'));
  const [assets, output] = [join(folder, 'assets'), join(folder, 'dmx-out')];
  await mkdir(assets);
  await mkdir(join(folder, 'profiles'));
  await writeFile(join(folder, 'profiles/small.yaml'), PROFILE(stills));
  const server = 'server: { bkgcolor: 00FF00 }';
  const rules = 'folders: [{ path: "**", video: small }]';
  await writeFile(join(folder, 'dmx.yaml'), `version: 1\nlibrary: assets\n${server}\n${rules}\n`);
  return {
    ...{ folder, assets, output },
    join: async (name, ...parts) =>
      writeFile(join(assets, name), Buffer.concat(await Promise.all(parts.map((part) => readFile(part))))),
    asset: async (path) => assetOf(await readManifest(output), path),
    made: (path, name = 'low.mp4') => join(output, 'renditions', path, name),
  };
}
