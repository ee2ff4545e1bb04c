import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { extname, join } from 'node:path';

const ADOBE = ['Adobe/Color/Profiles', 'Adobe/Color/Profiles/Recommended'];

/** The folders in which an operating system and the programs on it keep profiles of colours; the user's own first. */
export function systemProfileFolders(platform: NodeJS.Platform = process.platform): readonly string[] {
  const home = homedir();
  if (platform === 'darwin') {
    const shared = ['/Library/ColorSync/Profiles', '/System/Library/ColorSync/Profiles'];
    const adobe = ADOBE.map((folder) => `/Library/Application Support/${folder}`);
    return [join(home, 'Library/ColorSync/Profiles'), ...shared, ...adobe];
  }
  if (platform === 'win32') {
    const programs = ['C:/Program Files/Common Files', 'C:/Program Files (x86)/Common Files'];
    const adobe = programs.flatMap((folder) => ADOBE.map((one) => `${folder}/${one}`));
    return ['C:/Windows/System32/spool/drivers/color', ...adobe];
  }
  return [
    ...[join(home, '.local/share/color/icc'), join(home, '.color/icc')],
    ...['/usr/local/share/color/icc', '/usr/share/color/icc', '/var/lib/colord/icc'],
  ];
}

const ICC = new Set(['.icc', '.icm']);

/** The files of profiles below a folder, absolute and sorted; none where there is no such folder, or it may not be read. */
export function profileFiles(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return entries
      .filter((entry) => ICC.has(extname(entry).toLowerCase()))
      .toSorted()
      .map((entry) => join(folder, entry));
  } catch {
    return [];
  }
}
