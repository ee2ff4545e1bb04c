import type { AssetRecord } from '../../model/catalog-record.ts';
import { scratchFolder } from '../../system/scratch.ts';

/** Absolute paths that no record may hold. */
export interface LocalPlaces {
  readonly library: string;
  readonly output: string;
}

/** The name of a job's folder in scratch, which holds letters of chance. */
const OF_A_JOB = '[^/\\s]+/';

/**
 * A record whose messages name files of the library, the output and a job's scratch from there on: engines and programs
 * name them by their full paths, which differ from machine to machine and from run to run.
 */
export function stripLocalPaths(record: AssetRecord, { library, output }: LocalPlaces): AssetRecord {
  if (record.errors.length + record.warnings.length === 0) return record;
  const places = [library, output].toSorted((a, b) => b.length - a.length).map((place) => `${escape(place)}/`);
  const scratch = `${escape(scratchFolder(output))}/${OF_A_JOB}`;
  const pattern = new RegExp(`(?:file:)?(?:${[scratch, ...places].join('|')})`, 'g');
  const strip = (text: string): string => text.replaceAll(pattern, '');
  const errors = record.errors.map((error) => ({ ...error, message: strip(error.message), hint: strip(error.hint) }));
  return { ...record, errors, warnings: record.warnings.map(strip) };
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
