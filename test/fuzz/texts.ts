import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IgnoreRules } from '../../src/library/ignore-rules.ts';
import { matchesAny } from '../../src/profiles/match.ts';
import { findPresets } from '../../src/profiles/import/find-presets.ts';
import { presetFile } from '../../src/profiles/import/preset-file.ts';
import { convertPresets } from '../../src/profiles/import/convert-presets.ts';
import { parseLibrary } from '../../src/profiles/parse.ts';
import { FolderJournal } from '../../src/run/history/folder-journal.ts';
import { FUZZ_FOLDER } from './in-file.ts';
import type { FuzzedReader } from './reader.ts';

const MACROS = `# macros
thumb\twid=150&hei=150&fit=crop,1&op_usm=1.1,1,5,0
zoom\t$thumb$&scl=2&layer=1&src=is{a/b?wid=10}&rgn=0,0,10,10
<img src="https://s7d1.scene7.com/is/image/Shop/red:Square?$thumb$&amp;wid=400&amp;hei=300&fmt=webp-alpha">
https://example.com/is/image/a/b?wid=100&op_sharpen=1&.v=1
`;

const XML = `<?xml version="1.0" encoding="UTF-8"?><jcr:root xmlns:jcr="http://www.jcp.org/jcr/1.0" jcr:primaryType="nt:folder">
<Thumb_x0020_1 jcr:primaryType="nt:unstructured" width="{Long}150" height="150" format="jpeg" qlt="80"
 modifiers="op_usm=1,1,1&amp;fit=crop"><jcr:content x="1"/></Thumb_x0020_1></jcr:root>`;

const JSON_TEXT = JSON.stringify({
  thumb: { 'jcr:primaryType': 'nt:unstructured', wid: 150, fmt: 'jpeg', extraParams: 'op_usm=1,1,1', list: [1, [2]] },
  web: { 'jcr:content': { width: '100' } },
});

const EMPTY = parseLibrary([]).library;

/** Files of other systems that presets are taken over from: what comes of them is a file of presets without a fault. */
export const IMPORTS: FuzzedReader = {
  name: 'imports',
  seeds: [MACROS, XML, JSON_TEXT].map((text) => Buffer.from(text)),
  read: (input) => {
    const taken = convertPresets(findPresets({ name: 'a/b/.content.xml', text: input.toString() }), EMPTY);
    if (taken.presets.length === 0) return;
    const text = presetFile(taken, 'a');
    const { problems } = parseLibrary([{ name: 'a.yaml', text, shipped: false }]);
    if (problems.length > 0) throw new Error(`what was taken over has a problem: ${problems[0]?.message}`);
  },
};

const PATTERNS = `# ignored
*.psd
!keep.psd
/a/**/b?.jpg
{a,b}/[!x-z]*
\\#odd\\ 
**/.*
`;

const PATHS = ['a/b/c.psd', 'keep.psd', 'a/x/y/b1.jpg', '#odd ', `${'a/'.repeat(60)}b.jpg`, 'a'.repeat(200), '.x/y'];

/** Lists of patterns: `.dmxignore`, and globs. */
export const IGNORES: FuzzedReader = {
  name: 'patterns',
  seeds: [Buffer.from(PATTERNS)],
  read: (input) => {
    const text = input.toString();
    const rules = IgnoreRules.none.below('', text);
    const deeper = rules.below('a', text);
    for (const path of PATHS) {
      for (const isFolder of [true, false]) (path.startsWith('a/') ? deeper : rules).ignores(path, isFolder);
      matchesAny(text.split('\n').slice(0, 50), path);
    }
  },
};

const ENTRY = JSON.stringify({
  record: { path: 'a.jpg', renditions: [], errors: [] },
  ...{ placed: [], drop: ['b'], sweep: [], changes: [{ path: 'c' }] },
});

const PAGES = join(FUZZ_FOLDER, '.dmx', 'journal');
mkdirSync(PAGES, { recursive: true });

/** The journal that a crash left: entries that are whole, and no others. */
export const JOURNAL: FuzzedReader = {
  name: 'journal',
  seeds: [Buffer.from(`${ENTRY}\n${ENTRY}\n`)],
  read: async (input) => {
    writeFileSync(join(PAGES, '1.jsonl'), input);
    for await (const { record, sweep } of new FolderJournal(FUZZ_FOLDER).entries())
      if (typeof record.path !== 'string' || !Array.isArray(sweep)) throw new Error('half an entry');
  },
};
