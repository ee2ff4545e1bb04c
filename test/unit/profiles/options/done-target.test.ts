import { describe, expect, it } from 'vitest';
import { doneTarget } from '../../../../src/profiles/options/done-target.ts';

describe('doneTarget', () => {
  it.each([
    ['npm run build', ['npm', 'run', 'build']],
    [`./a\\ b.sh "two words" 'it is "so"' -x="1 2" ''`, ['./a b.sh', 'two words', 'it is "so"', '-x=1 2', '']],
    ['deploy "$HOME" ; rm -rf * | cat', ['deploy', '$HOME', ';', 'rm', '-rf', '*', '|', 'cat']],
  ])('takes %s apart without a shell', (given, program) => {
    expect(doneTarget.read(given)).toEqual({ program });
  });

  it.each([
    'https://hooks.example/x?y=1',
    'http://localhost:3000/',
    'http://127.0.0.1:1/a',
    'http://[::1]:8080',
    'HTTPS://hooks.example',
  ])('takes the address %s', (url) => {
    expect(doneTarget.read(url)).toEqual({ url });
  });

  it.each([
    'http://hooks.example/',
    'http://localhost.example/',
    'http://127.0.0.1.example/',
    'ftp://localhost/',
    'file:///bin/sh',
    'https://',
    '',
    ' ',
    '"',
    `echo 'open`,
    '""',
  ])('refuses %j', (given) => {
    expect(doneTarget.read(given)).toBeUndefined();
  });
});
