import path from 'node:path';
import { expect, it } from 'vitest';
import { readPlays } from '../../../../src/run/reporting/plays.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';

/** The events of a play that ended in a percentage. */
const play = (clip: string, end: number): string =>
  [
    { clip, event: 'play', seconds: 0, percent: 0 },
    ...[0, 25, 50, 75, 100]
      .filter((one) => one <= end)
      .map((percent) => ({ clip, event: 'milestone', seconds: 1, percent })),
  ]
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');

it('plays of clips are counted by their quarters, whatever else stands in the log', async () => {
  const folder = ownFolder();
  const hostile = [
    'no json',
    '[]',
    'null',
    '{"clip":1,"event":"milestone","percent":0}',
    `{"clip":"${'x'.repeat(2_000)}","event":"milestone","percent":0}`,
  ];
  writeFiles(folder, {
    'log.ndjson': [
      play('b.mp4', 0),
      play('a.mp4', 100),
      play('a.mp4', 50),
      play('a.mp4', 60),
      '\r\n',
      hostile.join('\n'),
    ].join(''),
  });
  expect(await readPlays(path.join(folder, 'log.ndjson'))).toEqual({
    clips: [
      { clip: 'a.mp4', plays: 3, reached: { 25: 3, 50: 3, 75: 1, 100: 1 }, watched: 8 / 12, dropOff: 75 },
      { clip: 'b.mp4', plays: 1, reached: { 25: 0, 50: 0, 75: 0, 100: 0 }, watched: 0, dropOff: 25 },
    ],
    unread: hostile.length,
  });
  await expect(readPlays(path.join(folder, 'none'))).rejects.toThrow(
    expect.objectContaining({ code: 'FILE_UNREADABLE' }),
  );
});
