import { openStorage } from '../../src/storage/index.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { describeReading } from './storage-reading.ts';
import { describeStorage } from './storage.ts';

describeStorage('folder', async () => openStorage('folder', ownFolder()));
describeReading('folder', async () => openStorage('folder', ownFolder()));
