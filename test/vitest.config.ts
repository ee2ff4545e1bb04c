import { defineConfig } from 'vitest/config';

/** Where continuous integration wants the counts as JSON. */
const report = process.env['DMX_TEST_REPORT'];

/** Tests that replace modules or count the processes of their own. */
const ALONE = [
  'test/unit/{engines/image/pyramid,plan/estimate/frame-pixels}.test.ts',
  'test/{unit/schedule,unit/worker}/**/*.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Real child processes and libvips share the cores: more test files at once only make each slower.
    maxWorkers: 2,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/{unit,golden,contract,fuzz,rules}/**/*.test.ts'],
          exclude: ALONE,
          // Loading the modules anew for every file takes a third of the time of these tests, which keep no state in them.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'whole', include: ['test/{cli,real}/**/*.test.ts', ...ALONE] } },
    ],
  },
});
