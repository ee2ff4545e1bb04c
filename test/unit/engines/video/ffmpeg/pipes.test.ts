import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closePipes, openPipes } from '../../../../../src/engines/video/ffmpeg/pipes.ts';
import { runTool } from '../../../../../src/system/tool.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

describe('pipes', () => {
  it('carry what one program writes to another, more than they hold, and leave nothing behind', async () => {
    const folder = ownFolder();
    const pipes = await openPipes(folder, 2);
    expect(readdirSync(folder)).toEqual([]);
    let starting = 4;
    const onStart = (): void => void (--starting === 0 && closePipes(pipes));
    const sh = (text: string, ...descriptors: readonly number[]) =>
      runTool('sh', ['-c', text], { descriptors, onStart });
    const [first, second] = pipes.map(({ reader }) => sh('wc -c <&3', reader));
    await Promise.all(pipes.map(({ writer }, i) => sh(`head -c ${1_000_000 + i} /dev/zero >&3`, writer)));
    expect([await first, await second].map((one) => one?.stdout.trim())).toEqual(['1000000', '1000001']);
  });

  it('are none where nothing asks for them, and none where their folder is not there', async () => {
    expect(await openPipes(join(ownFolder(), 'gone'), 0)).toEqual([]);
    await expect(openPipes(join(ownFolder(), 'gone'), 1)).rejects.toThrow('ENOENT');
  });
});
