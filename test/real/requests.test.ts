import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseModifiers } from '../../src/serving/parse.ts';
import { sharedFolder } from '../support/files/repository.ts';

const folder = sharedFolder('corpus/requests');

/** What is left of requests that dmx does not take, with its reason. */
const LEFT = [
  // Another server, which lays pictures on things.
  /there is no Image Rendering/,
  // Cut off where they were found.
  /its brackets do not match/,
  /for blendMode, got nothing/,
  // A preset that lost its `$`, and addresses with two question marks.
  /got "PLPDesktop596"/,
  /^expected a command, got "[^"]*\?/,
];

/** What is wrong with the modifiers of a request, whose presets say nothing. */
function errorsOf(request: string): readonly string[] {
  const text = request.slice(request.indexOf('?') + 1);
  const { problems } = parseModifiers(text, { mode: 'strict', macros: () => '', body: true });
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

describe.skipIf(folder === undefined)('requests of the field', () => {
  it('are taken as they are, but for those that are named', () => {
    const lines = readFileSync(path.join(folder ?? '', 'requests.tsv'), 'utf8').split('\n');
    const wild = lines
      .map((line) => line.split('\t'))
      .filter(([kind, , , request = '']) => kind === 'wild' && !/[?&]req=(?!img|mask|tmb)/i.test(request));
    const refused = wild.flatMap(([, , , request = '']) => errorsOf(request).slice(0, 1));
    expect(refused.filter((message) => !LEFT.some((reason) => reason.test(message)))).toEqual([]);
    expect(refused.length / wild.length).toBeLessThan(0.08);
  });
});
