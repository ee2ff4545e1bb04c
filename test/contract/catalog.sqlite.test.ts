import { openCatalog } from '../../src/catalog/index.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { describeCatalog } from './catalog.ts';
import { describeFacts } from './catalog-facts.ts';
import { describeGlances } from './catalog-glances.ts';

describeCatalog('sqlite', () => openCatalog(ownFolder()));
describeFacts('sqlite', () => openCatalog(ownFolder()));
describeGlances('sqlite', () => openCatalog(ownFolder()));
