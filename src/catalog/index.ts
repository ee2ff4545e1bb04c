import { existsSync } from 'node:fs';
import type { Catalog } from './catalog.ts';
import { MemoryCatalog } from './memory.ts';
import { sqliteFile } from './sqlite-file.ts';

interface CatalogBackend {
  /**
   * `output` = absolute path. Undefined only without `create`, where there is no catalog yet; then nothing is written.
   */
  open(output: string, options: { readonly create: boolean }): Promise<Catalog | undefined>;
}

/** The REGISTRY: a backend is one file and one line here. */
const CATALOGS = {
  sqlite: {
    open: async (output, { create }) => {
      // Without a catalog file, do not load the SQL modules only to find that out.
      if (!create && !existsSync(sqliteFile(output))) return undefined;
      const { openSqliteCatalog } = await import('./sqlite.ts');
      return openSqliteCatalog(output, { create });
    },
  },
  memory: { open: async () => new MemoryCatalog() },
} as const satisfies Record<string, CatalogBackend>;

type CatalogKind = keyof typeof CATALOGS;

interface OpenCatalogOptions {
  /** false: never makes a catalog, and answers undefined where there is none. */
  readonly create?: boolean;
  readonly kind?: CatalogKind;
}

/**
 * Opens the catalog of an output (absolute path); to be closed. Throws CATALOG_NEWER, CATALOG_DAMAGED or a
 * StorageError.
 */
export function openCatalog(
  output: string,
  options?: OpenCatalogOptions & { readonly create?: true },
): Promise<Catalog>;
export function openCatalog(output: string, options: OpenCatalogOptions): Promise<Catalog | undefined>;
export function openCatalog(
  output: string,
  { create = true, kind = 'sqlite' }: OpenCatalogOptions = {},
): Promise<Catalog | undefined> {
  return CATALOGS[kind].open(output, { create });
}
