import { defineConfig } from 'vitest/config';

/** Where continuous integration wants the counts as JSON. */
const report = process.env['DMX_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Real child processes and libvips share the cores: more test files at once only make each slower.
    maxWorkers: 2,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
