import { openCatalog } from '../../src/catalog/index.ts';
import { describeCatalog } from './catalog.ts';

describeCatalog('memory', () => openCatalog('/nowhere', { kind: 'memory' }));
