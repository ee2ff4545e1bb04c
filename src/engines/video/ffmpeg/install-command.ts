import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What installs ffmpeg, by the program that installs: the first that a machine has is meant. */
const COMMANDS: readonly (readonly [program: string, command: string])[] = [
  ['brew', 'brew install ffmpeg'],
  ['apt', 'apt install ffmpeg'],
  ['apk', 'apk add ffmpeg'],
  ['dnf', 'dnf install ffmpeg'],
  ['zypper', 'zypper install ffmpeg'],
  ['pacman', 'pacman -S ffmpeg'],
  ['winget.exe', 'winget install ffmpeg'],
];

/** The command that installs ffmpeg on this machine; `path` = where programs are looked for, as in PATH. */
export function installFfmpegCommand(path: string = process.env['PATH'] ?? ''): string {
  const has = (program: string): boolean => path.split(delimiter).some((folder) => existsSync(join(folder, program)));
  return COMMANDS.find(([program]) => has(program))?.[1] ?? 'apt install ffmpeg';
}
