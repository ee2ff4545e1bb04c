import { openStorage } from '../../src/storage/index.ts';
import { describeReading } from './storage-reading.ts';
import { describeStorage } from './storage.ts';

describeStorage('memory', async () => openStorage('memory', '/nowhere'));
describeReading('memory', async () => openStorage('memory', '/nowhere'));
