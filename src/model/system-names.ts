/** Names that NAS systems, desktops and sync tools give what they keep for themselves; `*` = anything, case ignored. */
const SYSTEM_NAMES = [
  // Synology, QNAP, NetApp, ZFS
  ...['@eaDir', '#recycle', '#snapshot', '@tmp', '@sharebin', '@Recycle', '@Recently-Snapshot', '@Transcode'],
  ...['@__thumb', '.@__thumb', '.@upload_cache', '.snapshot', '~snapshot', '.zfs'],
  // Windows
  ...['$RECYCLE.BIN', 'System Volume Information', 'found.0??', 'Thumbs.db', 'ehthumbs.db', 'ehthumbs_vista.db'],
  ...['desktop.ini'],
  // macOS, and servers that keep its resource forks
  ...['__MACOSX', '.AppleDouble', '.AppleDB', '.AppleDesktop', '.Trashes', '.TemporaryItems', '._*', 'Icon\r'],
  ...['Network Trash Folder', 'Temporary Items', 'TheVolumeSettingsFolder'],
  // Linux desktops and file systems
  ...['lost+found', '.Trash', '.Trash-*', '.thumbnails'],
  // Dropbox, Google Drive, Syncthing, Resilio
  ...['.dropbox.cache', '.tmp.drivedownload', '.tmp.driveupload', '.stversions', '~syncthing~*.tmp', '.sync'],
  // Packages of programs
  ...['node_modules', 'bower_components'],
] as const;

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** A name of the table as a pattern of one segment of a path. */
const patternOf = (name: string): string =>
  escape(name)
    .replaceAll(String.raw`\*`, '[^/]*')
    .replaceAll(String.raw`\?`, '[^/]');

const PATTERNS = SYSTEM_NAMES.map((name) => ({ name: name.trim(), pattern: new RegExp(`^${patternOf(name)}$`, 'i') }));

/** All of the table in one: most names are none of it, and a library has many. */
const ANYWHERE = new RegExp(`(?:^|/)(?:${SYSTEM_NAMES.map(patternOf).join('|')})(?:/|$)`, 'i');

/** The row of the table that a file or folder is called by; undefined = it is none of the system's. */
export function systemName(name: string): string | undefined {
  return ANYWHERE.test(name) ? PATTERNS.find(({ pattern }) => pattern.test(name))?.name : undefined;
}

/** Tells whether a path below the library leads through what is the system's. */
export function isSystemPath(path: string): boolean {
  return ANYWHERE.test(path);
}
