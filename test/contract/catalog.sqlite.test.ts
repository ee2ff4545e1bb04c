import { openCatalog } from '../../src/catalog/index.ts';
import { ownFolder } from '../support/folder.ts';
import { describeCatalog } from './catalog.ts';

describeCatalog('sqlite', () => openCatalog(ownFolder()));
