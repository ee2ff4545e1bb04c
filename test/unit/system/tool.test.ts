import { describe, expect, it } from 'vitest';

import { runTool, type ToolOptions, type ToolResult } from '../../../src/system/tool.ts';
import { ownFolder } from '../../support/files/own-folder.ts';

const node = (code: string, options?: ToolOptions): Promise<ToolResult> =>
  runTool(process.execPath, ['-e', code], options);

describe('runTool', () => {
  it('tells what a program said on each side', async () => {
    expect(await node('console.log("out"); console.error("err")')).toEqual({
      exitCode: 0,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('answers a failing exit code, and none for a signal', async () => {
    expect(await node('process.exit(3)')).toMatchObject({ exitCode: 3 });
    expect(await node('process.kill(process.pid, "SIGKILL")')).toMatchObject({ exitCode: null });
  });

  it('hands arguments on as they are: there is no shell', async () => {
    const odd = ['$HOME', '; echo x', '*', "'", '-e', 'é \n'];
    const { stdout } = await runTool(process.execPath, ['-p', 'JSON.stringify(process.argv.slice(1))', '--', ...odd]);
    expect(JSON.parse(stdout)).toEqual(odd);
  });

  it('gives it an empty input, a folder and variables', async () => {
    const folder = ownFolder();
    const code = 'process.stdin.on("end", () => console.log(process.cwd(), process.env.WORD)).resume()';
    expect((await node(code, { cwd: folder, env: { WORD: 'w' } })).stdout).toBe(`${folder} w\n`);
  });

  it('keeps the end of what it says, however much that is', async () => {
    const code = 'for (let i = 0; i < 300000; i++) process.stdout.write(`${i}\\n`)';
    const { exitCode, stdout } = await node(code, { outputBytes: 1000 });
    expect(exitCode).toBe(0);
    expect(stdout).toHaveLength(1000);
    expect(stdout).toMatch(/299998\n299999\n$/);
  });

  it('says that a program is missing', async () => {
    const place = '/nowhere/ffmpeg';
    await expect(runTool(place, ['-version'])).rejects.toMatchObject({ code: 'ENGINE_MISSING', place });
    await expect(runTool('dmx-no-such-program', [])).rejects.toMatchObject({ code: 'ENGINE_MISSING' });
  });

  it('ends what takes too long, even when it will not', async () => {
    const stubborn = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)';
    const before = performance.now();
    await expect(node(stubborn, { timeoutSeconds: 2 })).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
    expect(performance.now() - before).toBeLessThan(20_000);
  });

  it('ends what is called off', async () => {
    const controller = new AbortController();
    const onOutput = (): void => controller.abort(new Error('enough'));
    const running = node('console.log("runs"); setInterval(() => {}, 1000)', { signal: controller.signal, onOutput });
    await expect(running).rejects.toThrow('enough');
    await expect(node('', { signal: controller.signal })).rejects.toThrow('enough');
  });
});
