import { expect, it } from 'vitest';
import { orderJobs } from '../../../src/schedule/order-jobs.ts';

it('puts the longest first, and before them, the shortest in front, what is to go first', () => {
  const jobs = [3, 1, 5, 4, 2].map((seconds) => ({ job: seconds, work: { kind: 'any', seconds } }));
  const order = orderJobs(jobs, (job) => job % 2 === 0);
  expect(order.map(({ job }) => job)).toEqual([2, 4, 5, 3, 1]);
});
