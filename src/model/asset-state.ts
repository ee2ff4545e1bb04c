/** The outcomes of an asset: all is well, some renditions failed, nothing is of use, dmx does not read it. */
export const ASSET_STATES = ['ready', 'partial', 'failed', 'unsupported'] as const;
export type AssetState = (typeof ASSET_STATES)[number];
