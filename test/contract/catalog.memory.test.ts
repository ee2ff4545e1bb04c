import { openCatalog } from '../../src/catalog/index.ts';
import { describeCatalog } from './catalog.ts';
import { describeFacts } from './catalog-facts.ts';

describeCatalog('memory', () => openCatalog('/nowhere', { kind: 'memory' }));
describeFacts('memory', () => openCatalog('/nowhere', { kind: 'memory' }));
