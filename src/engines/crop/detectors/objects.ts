import type { Finding } from '../../../model/analysis.ts';
import type { Picture } from '../../picture.ts';
import type { Detector } from '../detector.ts';
import { area, suppress } from '../network/boxes.ts';
import { OBJECT_NETWORKS, type ObjectNetwork } from '../network/object-networks.ts';
import { missingFor } from '../network/runtime.ts';
import { toSubjectMap } from '../subject-map.ts';

/** Boxes that share this much are the same thing seen as two classes. */
const SAME = 0.7;
const MOST = 40;

/** Objects below this share of the picture are not considered its subject. */
const LEAST_AREA = 0.01;

/**
 * A thing without a name is never as sure as what was recognised. Of 860 labelled photographs one in twenty is unsure
 * then.
 */
const MOST_SURE = 0.3;

/** The network that is asked in this installation. */
function networkHere(): ObjectNetwork {
  return OBJECT_NETWORKS.find(({ weights }) => missingFor(...weights).length === 0) ?? OBJECT_NETWORKS[1];
}

/** The finding of a network about a picture. */
export async function detectBy(network: ObjectNetwork, picture: Picture): Promise<Omit<Finding, 'version'>> {
  const { subjects: all, attention } = await network.find(picture);
  const subjects = suppress([...all], SAME, MOST);
  const large = subjects.find(({ box }) => area(box) > LEAST_AREA);
  const confidence = Math.max(large?.score ?? 0, MOST_SURE * (attention?.confidence ?? 0));
  const map = attention && { map: toSubjectMap(attention.plane) };
  return { confidence: Math.round(confidence * 1e4) / 1e4, subjects, ...map };
}

/** Objects of the 80 COCO classes. Where the network also has an attention map, that shows objects of other classes. */
export const objects: Detector = {
  name: 'objects',
  get version() {
    return networkHere().version;
  },
  get believed() {
    return OBJECT_NETWORKS.slice(0, OBJECT_NETWORKS.indexOf(networkHere())).map(({ version }) => version);
  },
  missing: () => missingFor(),
  detect: async ({ picture }) => detectBy(networkHere(), await picture()),
};
