import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/model/errors.ts';
import {
  assignment,
  choice,
  date,
  duration,
  either,
  failureLimit,
  positiveDuration,
  readValue,
  shard,
  size,
  text,
  truth,
  whole,
  type ValueReader,
} from '../../../../src/profiles/options/values.ts';

const GOOD: readonly (readonly [ValueReader<unknown>, string, unknown])[] = [
  [text, 'a b', 'a b'],
  [size, '2GiB', 2 ** 31],
  [duration, '0', 0],
  [duration, '1h30m', 5400],
  [positiveDuration, '250ms', 0.25],
  [whole(1, 8), '1', 1],
  [whole(1, 8), '8', 8],
  [choice('apply', 'keep'), 'KEEP', 'keep'],
  [either(choice('auto'), whole(10, 1000)), 'auto', 'auto'],
  [either(choice('auto'), whole(10, 1000)), '1000', 1000],
  [date, '2026-03-01T12:00Z', '2026-03-01T12:00Z'],
  [shard, '1/1', { index: 1, of: 1 }],
  [shard, '5/5', { index: 5, of: 5 }],
  [failureLimit, '0', { count: 0 }],
  [failureLimit, '100%', { percent: 100 }],
  [failureLimit, '2.5%', { percent: 2.5 }],
  [assignment, 'name=', ['name', '']],
  [assignment, 'a=b=c', ['a', 'b=c']],
  [truth, 'Yes', true],
  [truth, 'off', false],
];

const BAD: readonly (readonly [ValueReader<unknown>, string])[] = [
  [text, ''],
  [size, '0'],
  [size, 'lots'],
  [duration, '-1s'],
  [positiveDuration, '0'],
  [whole(1, 8), '0'],
  [whole(1, 8), '9'],
  [whole(1, 8), '1.5'],
  [whole(1), '1e3'],
  [choice('apply', 'keep'), 'keeps'],
  [either(choice('auto'), whole(10, 1000)), '9'],
  [date, '2026-02-31T25:00'],
  [date, 'yesterday'],
  [shard, '0/3'],
  [shard, '4/3'],
  [failureLimit, '101%'],
  [failureLimit, '2.5'],
  [assignment, '=value'],
  [assignment, 'name'],
  [truth, 'maybe'],
];

describe('a value of an option', () => {
  it.each(GOOD)('%o reads %s', (reader, given, value) => {
    expect(readValue(reader, given, '--x')).toEqual(value);
  });

  it.each(BAD)('%o refuses %s, saying what is expected', (reader, given) => {
    expect(() => readValue(reader, given, '--x')).toThrow(UsageError);
    expect(() => readValue(reader, given, '--x')).toThrow(`expected ${reader.expected} for --x`);
  });

  it('suggests the word that was meant', () => {
    try {
      readValue(choice('pretty', 'json', 'github'), 'prety', '--reporter');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'OPTION_RANGE', hint: 'Did you mean `pretty`?' });
    }
  });

  it('never throws anything but a usage error, whatever the text', () => {
    const readers = [...new Set([...GOOD, ...BAD].map(([reader]) => reader))];
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...readers), (given, reader) => {
        try {
          readValue(reader, given, '--x');
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});
