import type { Subject } from '../../../model/analysis.ts';
import type { Picture } from '../../picture.ts';
import { type Attention, readAttention } from './attention.ts';
import { centernetSubjects } from './centernet-boxes.ts';
import { askCenternet, WEIGHTS_PACKAGE } from './centernet.ts';
import { nanodetSubjects } from './nanodet-boxes.ts';
import { askNanodet } from './nanodet.ts';

/**
 * Boxes of a score this low are still kept. Of what the networks were never shown (flowers, tools, insects) they say with
 * little conviction that it is some thing, and mostly in the right place.
 */
const LEAST_SCORE = 0.05;

/** The findings of a network: things that it names, and, if it can tell, where there are things of any kind. */
interface Found {
  readonly subjects: Iterable<Subject>;
  readonly attention?: Attention;
}

/** A network that finds objects. */
export interface ObjectNetwork {
  /** The version that is stored with the detector's findings when this network is used. */
  readonly version: string;
  /** The package of its weights, if they are not dmx's own. */
  readonly weights: readonly string[];
  readonly find: (picture: Picture) => Promise<Found>;
}

/**
 * THE TABLE of networks for objects, the best first: the first whose weights are installed is asked. Of 75 labelled photographs crops
 * keep 0.987, 0.984 and 0.967 of what 9:16, 1:1 and 21:9 could hold of the subject by CenterNet, 0.968, 0.984 and 0.963 by NanoDet.
 */
export const OBJECT_NETWORKS: readonly [ObjectNetwork, ObjectNetwork] = [
  {
    version: '2',
    weights: [WEIGHTS_PACKAGE],
    find: async (picture) => {
      const answer = await askCenternet(picture);
      return { subjects: centernetSubjects(answer, LEAST_SCORE), attention: readAttention(answer.features) };
    },
  },
  {
    version: 'nanodet 1',
    weights: [],
    find: async (picture) => {
      const scales = await askNanodet(picture);
      return { subjects: scales.flatMap((scale) => [...nanodetSubjects(scale, LEAST_SCORE)]) };
    },
  },
];
