import { readFileSync } from 'node:fs';
import { packageFile } from '../../../../src/system/package-files.ts';

/** A profile of the package. */
export const packageProfile = (name: string): Buffer => readFileSync(packageFile(`profiles/icc/${name}.icc`));

/** A profile of the package with other bytes in some place. */
export function damagedProfile(name: string, damage: (profile: Buffer) => unknown): Buffer {
  const profile = Buffer.from(packageProfile(name));
  damage(profile);
  return profile;
}

/** The bytes of a tag's data, which can be written to. */
export function tagOf(profile: Buffer, signature: string): Buffer {
  for (let at = 132; at < 132 + 12 * profile.readUInt32BE(128); at += 12) {
    if (profile.toString('latin1', at, at + 4) !== signature) continue;
    const start = profile.readUInt32BE(at + 4);
    return profile.subarray(start, start + profile.readUInt32BE(at + 8));
  }
  throw new Error(`expected a tag ${signature}, got none`);
}
