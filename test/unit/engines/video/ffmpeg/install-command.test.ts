import { expect, it } from 'vitest';
import { installFfmpegCommand } from '../../../../../src/engines/video/ffmpeg/install-command.ts';

it.each([
  ['linux', '/sbin/apk', 'apk add ffmpeg'],
  ['linux', '', 'apt install ffmpeg'],
  ['darwin', '/usr/local/bin/brew', 'brew install ffmpeg'],
  ['win32', '/usr/bin/apt', 'winget install ffmpeg'],
])('ffmpeg is installed on %s with %s by %s', (platform, program, command) => {
  expect(installFfmpegCommand(platform, (path) => path === program)).toBe(command);
});
