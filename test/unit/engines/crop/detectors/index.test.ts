import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingDetectors, usableDetectors } from '../../../../../src/engines/crop/detectors/index.ts';
import { faces } from '../../../../../src/engines/crop/detectors/faces.ts';
import { detectBy, objects } from '../../../../../src/engines/crop/detectors/objects.ts';
import { OBJECT_NETWORKS } from '../../../../../src/engines/crop/network/object-networks.ts';
import { shareInside } from '../../../../../src/engines/crop/evidence.ts';
import { shareWithin, sumAreas } from '../../../../../src/engines/crop/plane.ts';
import { readSubjectMap } from '../../../../../src/engines/crop/subject-map.ts';
import { detectorInput } from '../../../../../src/engines/image/detector-input.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import type { DetectorInput } from '../../../../../src/engines/crop/detector.ts';
import type { NormalRect } from '../../../../../src/model/geometry.ts';
import { sharedFolder } from '../../../../support/files/repository.ts';
const photos = sharedFolder('corpus/photos');

async function look(name: string): Promise<DetectorInput> {
  const file = join(photos ?? '', name);
  return detectorInput({ file, facts: await probeImage(file, name.endsWith('.png') ? 'image/png' : 'image/jpeg') });
}

/** Whether two boxes mean the same: each lies in the other for the larger part. */
const alike = (a: NormalRect, b: NormalRect): boolean => shareInside(a, b) > 0.6 && shareInside(b, a) > 0.6;

describe.skipIf(photos === undefined)('the networks', () => {
  it('find the face of a portrait, and which way it looks', async () => {
    const { subjects, confidence } = await faces.detect(await look('kodak_kodim04.png'));
    expect(confidence).toBeGreaterThan(0.5);
    expect(subjects).toHaveLength(1);
    expect(alike(subjects[0]!.box, [0.15, 0.3, 0.65, 0.45])).toBe(true);
    expect(Math.abs(subjects[0]!.looks!)).toBeLessThan(1);
  });

  it('find no face in flowers and landscapes', async () => {
    for (const name of ['im_cyclamen_persicum.jpg', 'el_Snow-Capped-Mountain.jpg']) {
      expect((await faces.detect(await look(name))).subjects).toEqual([]);
    }
  });

  it.each(OBJECT_NETWORKS)('find a giraffe, and say what it is: $version', async (network) => {
    const input = await look('el_Pawe-Czerwiski-Giraffe.jpg');
    const { subjects, confidence } = await detectBy(network, await input.picture());
    expect(confidence).toBeGreaterThan(0.5);
    expect(subjects[0]).toMatchObject({ label: 'giraffe' });
    expect(alike(subjects[0]!.box, [0.33, 0.08, 0.67, 0.92])).toBe(true);
  });

  it.each([
    ['a cyclamen', 'im_cyclamen_persicum.jpg', [0.13, 0.1, 0.6, 0.7]],
    ['a frog', 'nc_Frog.jpg', [0.24, 0.3, 0.5, 0.55]],
  ] as const)('notice %s, which is none of the things they know', async (_, name, box) => {
    const { map } = await objects.detect(await look(name));
    const attention = sumAreas(readSubjectMap(map!));
    expect(shareWithin(attention, box)).toBeGreaterThan(1.2 * box[2] * box[3]);
  });

  it('say the same whenever they are asked, whatever they were shown before', async () => {
    const [giraffe, face] = [await look('el_Pawe-Czerwiski-Giraffe.jpg'), await look('kodak_kodim04.png')];
    const first = await objects.detect(giraffe);
    await objects.detect(face);
    expect(await objects.detect(giraffe)).toEqual(first);
    const [, own] = OBJECT_NETWORKS;
    const twice = [await detectBy(own, await giraffe.picture()), await detectBy(own, await giraffe.picture())];
    expect(twice[1]).toEqual(twice[0]);
    expect(await faces.detect(face)).toEqual(await faces.detect(face));
  });
});

describe('the detectors', () => {
  it('are all there where their optional packages are', () => {
    expect(missingDetectors()).toEqual({});
    expect(usableDetectors().map(({ name }) => name)).toEqual(['regions', 'cutout', 'faces', 'objects', 'saliency']);
  });
});
