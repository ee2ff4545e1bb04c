/** The layout of the manifest: one JSON document, lines only, or a file per library folder and an index. */
export const MANIFEST_FORMS = ['json', 'ndjson', 'folders'] as const;
export type ManifestForm = (typeof MANIFEST_FORMS)[number];

/** Readers may rely on everything under this name; what is added later keeps it. */
export const MANIFEST_SCHEMA = 'dmx-manifest/1';
