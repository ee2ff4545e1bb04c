import type { Job, JobRendition, LocalJob, LocalRendition } from '../model/jobs/job.ts';
import type { FoundImage } from '../model/recipe/referenced-image.ts';
import { fetchSource, type Ports } from './ports.ts';

async function fetchImage(image: FoundImage, scratch: string, ports: Ports): Promise<FoundImage> {
  if (!('file' in image)) return image;
  return { ...image, file: (await fetchSource({ from: 'library', path: image.file }, scratch, ports)).local };
}

async function fetchRendition(rendition: JobRendition, scratch: string, ports: Ports): Promise<LocalRendition> {
  const { reuse } = rendition;
  const reusedFolder = reuse && (await ports.storage.fetch(reuse.path, scratch))?.local;
  // A set that is not there any more is made instead.
  return reusedFolder === undefined ? rendition : { ...rendition, reusedFolder };
}

/**
 * A job with everything it reads on this machine; what has to be brought here lies in `scratch`. A sidecar that is gone is
 * left out, for its track to fail alone. Throws SourceError SOURCE_UNREADABLE.
 */
export async function fetchJob(job: Job, scratch: string, ports: Ports): Promise<LocalJob> {
  const { master, sidecars, references, renditions, ...rest } = job;
  const { stat, sha256 } = master;
  const local: LocalJob = {
    ...rest,
    master: { file: (await fetchSource(master, scratch, ports)).local, stat, sha256 },
    renditions: await Promise.all(renditions.map((one) => fetchRendition(one, scratch, ports))),
    ...(references && { references: await Promise.all(references.map((one) => fetchImage(one, scratch, ports))) }),
  };
  if (sidecars === undefined) return local;
  const beside = await Promise.all(
    sidecars.map(async (one) => ({ file: (await ports.library.fetch(one.path, scratch))?.local, sha256: one.sha256 })),
  );
  return { ...local, sidecars: beside.flatMap(({ file, ...one }) => (file === undefined ? [] : [{ file, ...one }])) };
}
