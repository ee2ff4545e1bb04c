import { delimiter } from 'node:path';
import { expect, it } from 'vitest';
import { installFfmpegCommand } from '../../../../../src/engines/video/ffmpeg/install-command.ts';
import { ownFolder, writeFiles } from '../../../../support/files/own-folder.ts';

it('ffmpeg is installed by the program that this machine has for it', () => {
  const [none, alpine] = [ownFolder(), ownFolder()];
  writeFiles(alpine, { apk: '' });
  expect(installFfmpegCommand([none, alpine].join(delimiter))).toBe('apk add ffmpeg');
  expect(installFfmpegCommand(none)).toBe('apt install ffmpeg');
});
