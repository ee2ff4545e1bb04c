/** The ways in which a run may be told. */
export const REPORTER_NAMES = ['pretty', 'json', 'github'] as const;
export type ReporterName = (typeof REPORTER_NAMES)[number];
