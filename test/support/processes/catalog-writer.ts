// Records batch after batch of 50 assets in the catalog of the output that is its argument, and says so after each.
import { openCatalog } from '../../../src/catalog/index.ts';
import { assetRecord, leftFile } from '../project/records.ts';

const catalog = await openCatalog(process.argv[2] ?? '');
for (let batch = Number(process.argv[3]); ; batch++) {
  const names = Array.from({ length: 50 }, (_, i) => `${batch}/${i}.jpg`);
  await catalog.record({ put: names.map((path) => assetRecord(path)), drop: [], sweep: [leftFile(`swept/${batch}`)] });
  console.log(batch);
}
