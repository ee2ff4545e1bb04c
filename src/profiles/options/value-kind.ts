/** Names of a project, which a shell asks dmx for. */
export const NAME_KINDS = ['asset', 'preset', 'profile', 'rendition', 'run'] as const;

export type NameKind = (typeof NAME_KINDS)[number];

/** The kind of a value, as far as a shell completes it: files and folders it knows itself. */
export type ValueKind = 'file' | 'folder' | NameKind;
