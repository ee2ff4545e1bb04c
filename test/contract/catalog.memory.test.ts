import { openCatalog } from '../../src/catalog/index.ts';
import { describeCatalog } from './catalog.ts';
import { describeFacts } from './catalog-facts.ts';
import { describeCounts } from './catalog-counts.ts';
import { describeGlances } from './catalog-glances.ts';

describeCatalog('memory', () => openCatalog('/nowhere', { kind: 'memory' }));
describeFacts('memory', () => openCatalog('/nowhere', { kind: 'memory' }));
describeCounts('memory', () => openCatalog('/nowhere', { kind: 'memory' }));
describeGlances('memory', () => openCatalog('/nowhere', { kind: 'memory' }));
