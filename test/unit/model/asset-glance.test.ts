import { describe, expect, it } from 'vitest';
import { PROBE_REVISION } from '../../../src/model/asset.ts';
import { glanceOf, isAsRead, unpackFiles } from '../../../src/model/asset-glance.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';
import { assetRecord, renditionRecord } from '../../support/project/records.ts';

const STAT = { bytes: 1, mtimeNs: '2', inode: '3', ctimeNs: '4' };

describe('a glance at an asset', () => {
  it('holds the files of its renditions, wherever they lie and whatever they are called', () => {
    const paths = [
      'renditions/a "b"\n.jpg/tiny.jpg',
      'renditions/a "b"\n.jpg/set/1.ts',
      'elsewhere/[1,2].png',
      'top.png',
    ];
    const renditions = paths.map((path, i) => renditionRecord({ name: `r${i}`, path, bytes: i }));
    const { files } = glanceOf(assetRecord('a', { renditions }));
    expect(unpackFiles(files)).toEqual(paths.map((path, i) => ({ path, bytes: i })));
    expect(unpackFiles(glanceOf(assetRecord('a', { renditions: [] })).files)).toEqual([]);
  });

  it('tells whether a master is as it was read: every part of its stat, its facts, and how they were probed', () => {
    const record = assetRecord('a', { stat: STAT, facts: FACTS, probed: PROBE_REVISION });
    expect(isAsRead(glanceOf(record), STAT)).toBe(true);
    for (const other of [{ bytes: 2 }, { mtimeNs: '3' }, { inode: '4' }, { ctimeNs: '5' }]) {
      expect(isAsRead(glanceOf(record), { ...STAT, ...other })).toBe(false);
    }
    const { ctimeNs: _unknown, ...older } = STAT;
    expect(isAsRead(glanceOf({ ...record, stat: older }), STAT)).toBe(false);
    expect(isAsRead(glanceOf({ ...record, facts: null }), STAT)).toBe(false);
    expect(isAsRead(glanceOf({ ...record, probed: PROBE_REVISION - 1 }), STAT)).toBe(false);
  });
});
