import { existsSync } from 'node:fs';

/** Commands that install ffmpeg, each with the program that does it; the first that a machine has is meant. */
const COMMANDS: readonly (readonly [program: string, command: string])[] = [
  ['/opt/homebrew/bin/brew', 'brew install ffmpeg'],
  ['/usr/local/bin/brew', 'brew install ffmpeg'],
  ['/usr/bin/apt', 'apt install ffmpeg'],
  ['/sbin/apk', 'apk add ffmpeg'],
  ['/usr/bin/dnf', 'dnf install ffmpeg'],
  ['/usr/bin/zypper', 'zypper install ffmpeg'],
  ['/usr/bin/pacman', 'pacman -S ffmpeg'],
];

/** The command for machines on which nothing is known to install programs. */
const USUAL: Readonly<Record<string, string>> = { win32: 'winget install ffmpeg', darwin: 'brew install ffmpeg' };

/** The command that installs ffmpeg on a machine: of a platform, and with the programs that `has` knows by their paths. */
export function installFfmpegCommand(
  platform: string = process.platform,
  has: (program: string) => boolean = existsSync,
): string {
  const found = platform === 'win32' ? undefined : COMMANDS.find(([program]) => has(program))?.[1];
  return found ?? USUAL[platform] ?? 'apt install ffmpeg';
}
