import { NOTHING, type Detector } from '../detector.ts';

/**
 * Regions that people marked count as nearly certain. Other detectors decide only where not all of the regions fit into
 * the crop.
 */
const CONFIDENCE = 0.95;

/**
 * The regions that people marked on the picture: faces in Lightroom or Photos (mwg-rs), IPTC image regions. No pixel is
 * looked at.
 */
export const regions: Detector = {
  name: 'regions',
  version: '2',
  detect: async (input) => {
    const subjects = await input.regions();
    return subjects.length === 0 ? NOTHING : { confidence: CONFIDENCE, subjects };
  },
};
