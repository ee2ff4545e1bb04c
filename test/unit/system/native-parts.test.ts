import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isForMachine } from '../../../src/system/native-parts.ts';
import { inRepository } from '../../support/files/repository.ts';

const partsOf = (host: string): readonly string[] =>
  Object.keys(
    (
      JSON.parse(readFileSync(inRepository('node_modules', host, 'package.json'), 'utf8')) as {
        readonly optionalDependencies: Readonly<Record<string, string>>;
      }
    ).optionalDependencies,
  );

const PARTS = ['sharp', 'libsql'].flatMap(partsOf);

describe('the compiled parts of packages', () => {
  it.each([
    ['linux', 'x64', false, ['@img/sharp-libvips-linux-x64', '@img/sharp-linux-x64', '@libsql/linux-x64-gnu']],
    ['linux', 'x64', true, ['@img/sharp-libvips-linuxmusl-x64', '@img/sharp-linuxmusl-x64', '@libsql/linux-x64-musl']],
    ['linux', 'arm', false, ['@img/sharp-libvips-linux-arm', '@img/sharp-linux-arm', '@libsql/linux-arm-gnueabihf']],
    ['darwin', 'arm64', false, ['@img/sharp-darwin-arm64', '@img/sharp-libvips-darwin-arm64', '@libsql/darwin-arm64']],
    ['win32', 'x64', false, ['@img/sharp-win32-x64', '@libsql/win32-x64-msvc']],
  ])('of %s %s (musl: %s) are known by their names', (platform, arch, musl, expected) => {
    expect(PARTS.filter((name) => isForMachine(name, { platform, arch, musl })).toSorted()).toEqual(expected);
  });
});
