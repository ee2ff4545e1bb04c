/** The readers of YAML and its schemas, loaded where there is something to read: they are the half of the program. */
export { parseConfig } from '../../profiles/config.ts';
export { readOverrides } from '../../profiles/sidecar/overrides.ts';
export { parseBeside, parseLibrary } from '../../profiles/parse.ts';
