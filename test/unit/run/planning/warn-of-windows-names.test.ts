import { describe, expect, it } from 'vitest';
import type { Event } from '../../../../src/model/run/event.ts';
import { warnOfWindowsNames } from '../../../../src/run/planning/warn-of-windows-names.ts';

function told(...paths: readonly string[]): readonly Event[] {
  const events: Event[] = [];
  warnOfWindowsNames(paths, (event) => void events.push(event));
  return events;
}

describe('names that Windows does not take', () => {
  it.each([
    'CON',
    'a/con.jpg',
    'aux.tar.png',
    'NUL/a.jpg',
    'com1.jpg',
    'LPT².jpg',
    'a./b.jpg',
    'a /b.jpg',
    'a.jpg ',
    'a:b.jpg',
    'a?.jpg',
    'a\\b.jpg',
  ])('are told: %j', (path) => {
    expect(told('a.jpg', path)).toMatchObject([
      { type: 'notice', level: 'warning', message: expect.stringContaining(path) },
    ]);
  });

  it('are told together', () => {
    expect(told('con', 'nul', 'prn', 'aux', 'b/con')).toMatchObject([
      { message: expect.stringContaining('2 more files') },
    ]);
  });

  it('are none that only look like them', () => {
    expect(
      told(
        'icon.jpg',
        'console/a.jpg',
        'com10.jpg',
        'com.jpg',
        'auxiliary.png',
        '.a.jpg',
        'a b.jpg',
        'a..jpg',
        'x/.b/c.jpg',
        'ü.jpg',
      ),
    ).toEqual([]);
  });
});
