import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { partOf, sendFile } from '../../../src/integrations/send-file.ts';
import { ownFolder } from '../../support/files/own-folder.ts';

describe('the part of a file that a request asks for', () => {
  it.each([
    [undefined, undefined],
    ['bytes=0-', { start: 0, end: 9 }],
    ['bytes=2-3', { start: 2, end: 3 }],
    ['bytes=8-99', { start: 8, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
    ['bytes=10-', 'beyond'],
    ['bytes=-0', 'beyond'],
    ['bytes=3-2', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,4-5', undefined],
    ['lines=0-1', undefined],
  ])('is %s: %o', (range, part) => {
    expect(partOf(range, 10)).toEqual(part);
  });
});

describe('a file', () => {
  it('is sent as a whole and in parts', async () => {
    const path = join(ownFolder(), 'clip.mp4');
    writeFileSync(path, '0123456789');
    await using server = createServer((request, response) => {
      void sendFile({ path, mime: 'video/mp4' }, request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const ask = async (range?: string): Promise<readonly unknown[]> => {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const response = await fetch(address, { headers: range === undefined ? {} : { range } });
      return [response.status, response.headers.get('content-range'), await response.text()];
    };
    expect(await ask()).toEqual([200, null, '0123456789']);
    expect(await ask('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await ask('bytes=10-')).toEqual([416, 'bytes */10', '']);
  });
});
