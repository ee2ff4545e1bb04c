import { NOTHING, type Detector } from '../detector.ts';

/** People's own marks are as good as certain: what else is found only tells where all of them do not fit. */
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
