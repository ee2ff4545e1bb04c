/** The use cases that read or write YAML, loaded on demand: yaml and zod are larger than all other modules together. */
export { manifestJsonSchema } from '../model/manifest/manifest-schema.ts';
export { lineJsonSchema } from '../model/run/line-schema.ts';
export { jsonSchema } from '../profiles/schema.ts';
export { crop } from '../run/crop.ts';
export { init } from '../run/init.ts';
export { makeDocuments, writeDocuments } from './documents.ts';
export { PRESETS_ACTIONS } from './actions/presets-actions.ts';
export { printCrops } from './print-crops.ts';
export { PROFILES_ACTIONS } from './actions/profiles-actions.ts';
