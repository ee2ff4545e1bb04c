import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderJournal } from '../../../../src/run/history/folder-journal.ts';
import type { JournalEntry } from '../../../../src/run/history/journal.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';
import { assetRecord } from '../../../support/project/records.ts';

const entry = (path: string): JournalEntry => ({
  ...{ record: assetRecord(path), replaces: null, drop: [], sweep: [], placed: [], changes: [] },
});

async function pathsOf(journal: FolderJournal): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const { record } of journal.entries()) paths.push(record.path);
  return paths;
}

function openOutput(files: Readonly<Record<string, string>> = { '.dmx/catalog.db': '' }): string {
  const output = ownFolder();
  writeFiles(output, files);
  return output;
}

describe('the journal in a folder', () => {
  it('passes over lines that are cut off, without bytes, or no entries', async () => {
    const line = JSON.stringify(entry('good'));
    const output = openOutput({
      '.dmx/journal/7.jsonl': `${line}\n\0\0\0\0\n{}\nnull\n17\n${line.slice(0, -9)}`,
      '.dmx/journal/other.txt': line,
    });
    expect(await pathsOf(new FolderJournal(output))).toEqual(['good']);
  });

  it('writes after the pages that are there, never into one', async () => {
    const output = openOutput({ '.dmx/journal/7.jsonl': 'cut o' });
    new FolderJournal(output).note(entry('a'));
    expect(readFileSync(join(output, '.dmx/journal/7.jsonl'), 'utf8')).toBe('cut o');
    expect(await pathsOf(new FolderJournal(output))).toEqual(['a']);
  });

  it('does not bring back an output that was removed, and throws nothing', async () => {
    const output = openOutput();
    const journal = new FolderJournal(output);
    rmSync(output, { recursive: true });
    journal.note(entry('a'));
    journal.turn()();
    expect(existsSync(output)).toBe(false);
    expect(await pathsOf(journal)).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)('throws nothing where it may not write', async () => {
    const output = openOutput();
    chmodSync(join(output, '.dmx'), 0o555);
    new FolderJournal(output).note(entry('a'));
    chmodSync(join(output, '.dmx'), 0o755);
    expect(await pathsOf(new FolderJournal(output))).toEqual([]);
  });
});
