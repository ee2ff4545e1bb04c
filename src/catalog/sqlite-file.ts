import { join } from 'node:path';

/** The file of the catalog of an output, both absolute. */
export function sqliteFile(output: string): string {
  return join(output, '.dmx', 'catalog.db');
}
